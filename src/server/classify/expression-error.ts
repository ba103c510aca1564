/** A place in an expression; lines and columns count from 1, columns in bytes. `end` is the last column of the token. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly end: number
}

/** What is wrong with an expression. Thrown by the lexer and the parser, caught by compileExpression(). */
export class ExpressionError extends Error {
  constructor(
    readonly place: Place,
    readonly what: string,
  ) {
    super(`<string>:${formatPlace(place)}: ${what}`)
  }
}

function formatPlace({ line, column, end }: Place): string {
  return end > column ? `${line}.${column}-${end}` : `${line}.${column}`
}
