/** asl-validator 4.0.0 brings no types: what is used of it, as its README says. */
declare module 'asl-validator' {
  export default function validate(definition: object): {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  };
}
