/** What was typed cannot be done as it stands. The message is for people and says what was expected. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem'
}
