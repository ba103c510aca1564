/** Asks people. Every method throws Cancelled when they want out. */
export interface Questions {
  confirm(text: string): Promise<boolean>
  /** `check` says what is wrong with an answer; undefined: nothing. */
  input(text: string, options?: { fallback?: string; check?: (text: string) => string | undefined }): Promise<string>
  select(text: string, choices: readonly { name: string; value: string }[]): Promise<string>
  password(text: string): Promise<string>
}

export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** Questions on the terminal. */
export function terminalQuestions(): Questions {
  const ask = async <T>(
    question: (inquirer: typeof import('inquirer').default) => Promise<{ answer: T }>,
  ): Promise<T> => {
    const { default: inquirer } = await import('inquirer')
    try {
      return (await question(inquirer)).answer
    } catch (error) {
      if ((error as Error).name === 'ExitPromptError') throw new Cancelled('cancelled')
      throw error
    }
  }
  return {
    confirm: message => ask(q => q.prompt([{ type: 'confirm', name: 'answer', message, default: false }])),
    input: (message, { fallback, check } = {}) =>
      ask<string>(q =>
        q.prompt([
          {
            type: 'input',
            name: 'answer',
            message,
            ...(fallback === undefined ? {} : { default: fallback }),
            validate: (text: string) => check?.(text.trim()) ?? true,
          },
        ]),
      ).then(text => text.trim()),
    select: (message, choices) =>
      ask(q => q.prompt([{ type: 'select', name: 'answer', message, choices: [...choices], pageSize: 12 }])),
    password: message => ask(q => q.prompt([{ type: 'password', name: 'answer', message, mask: false }])),
  }
}
