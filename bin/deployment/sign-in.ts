import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { NotPossible, type Say } from '../text/officer.ts';
import type { Deployment } from './deployment.ts';
import { PeopleApi } from './people-api.ts';

/** Signs somebody in: the password comes from ANSINH_PASSWORD, else from the keyboard, unseen. */
export async function signIn(at: Deployment, user: string, say: Say): Promise<PeopleApi> {
  const password =
    process.env['ANSINH_PASSWORD'] ?? (await askUnseen(say(`Mật khẩu của ${user}: `, `Password of ${user}: `), say));
  try {
    return await PeopleApi.signIn(at, user, password);
  } catch (error) {
    if (error instanceof Error && REFUSALS.includes(error.name)) {
      throw new NotPossible(
        say('Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy thử lại.', 'The name or the password is wrong. Try again.'),
      );
    }
    throw error;
  }
}

const REFUSALS = [
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
];

/** Asks a question whose answer is not shown while it is typed. Throws {@link NotPossible} where nobody can type. */
function askUnseen(question: string, say: Say): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new NotPossible(
      say(
        'Không có màn hình để hỏi mật khẩu: hãy đặt biến môi trường ANSINH_PASSWORD.',
        'There is no terminal to ask for the password: set ANSINH_PASSWORD.',
      ),
    );
  }
  process.stderr.write(question);
  // Readline echoes to its output: one that swallows everything keeps the password off the screen.
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  return new Promise((resolve) => {
    const reader = createInterface({ input: process.stdin, output: unseen, terminal: true });
    reader.question('', (typed) => {
      reader.close();
      process.stderr.write('\n');
      resolve(typed);
    });
    reader.once('SIGINT', () => process.exit(130));
  });
}

/** Asks for a yes, for what cannot be undone. Anything but the word itself is a no. */
export function askToConfirm(question: string, word: string): Promise<boolean> {
  return new Promise((resolve) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    reader.once('close', () => resolve(false));
    reader.question(`${question} `, (typed) => {
      resolve(typed.trim().normalize('NFC').toLowerCase() === word);
      reader.close();
    });
  });
}
