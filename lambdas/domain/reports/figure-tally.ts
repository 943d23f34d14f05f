import { villageKey, villageName } from '../readings/village.ts';
import type { UnitCode } from '../unit.ts';
import { CubeCount } from './cube.ts';
import type { Column, FigureContext, Kind } from './figure-context.ts';
import {
  columnsOfFigures,
  compareKeys,
  emptyFigures,
  type Figures,
  noFigures,
  type UnitFigures,
  type VillageFigures,
} from './unit-figures.ts';

/** Where somebody counts, and what it is a column of: a village's targets stand after the unit's columns. */
export interface Places {
  readonly figures: readonly Figures[];
  readonly columns: readonly Column[];
}

/** A unit's figures while they are counted. `figures` and `cube` are counted into; `result` gives all of it. */
export class FigureTally {
  readonly figures: UnitFigures;
  readonly cube = new CubeCount();
  readonly #context: FigureContext;
  readonly #columns: readonly Figures[];
  readonly #villages = new Map<string | null, { village: string | null; targets: Figures[] }>();
  /** Looked up for every row: by kind, and by the village as the row writes it. */
  readonly #places = new Map<Kind, Map<string | null, Places>>();

  constructor(unit: UnitCode, context: FigureContext) {
    this.#context = context;
    this.figures = emptyFigures(unit, context.period, context.targets);
    this.#columns = columnsOfFigures(this.figures);
  }

  /** Where somebody counts who is on a programme and lives in a village, as a row names it. */
  placesOf(kind: Kind, written: string | null): Places {
    const byVillage = this.#places.get(kind) ?? new Map<string | null, Places>();
    this.#places.set(kind, byVillage);
    const places = byVillage.get(written) ?? this.#makePlaces(kind, villageName(written));
    byVillage.set(written, places);
    return places;
  }

  result(): UnitFigures {
    const villages: VillageFigures[] = [...this.#villages]
      .sort(([one], [other]) => compareKeys(one, other))
      .map(([, village]) => village);
    return { ...this.figures, villages, cube: this.cube.cells() };
  }

  #makePlaces({ columns, targets }: Kind, name: string | null): Places {
    const key = name === null ? null : villageKey(name);
    const village = this.#villages.get(key) ?? { village: name, targets: this.#context.targets.map(noFigures) };
    this.#villages.set(key, village);
    const own = columns.flatMap((column) => this.#columns[column] ?? []);
    const ofVillage = targets.flatMap((column) => village.targets[column - this.#context.firstTarget] ?? []);
    return { figures: [...own, ...ofVillage], columns: [...columns, ...targets] };
  }
}
