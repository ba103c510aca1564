import type { Caller } from './caller.js'

/** One command on its way to whoever takes it. Plain data: it crosses threads. */
export interface Request {
  /** One JSON document. */
  readonly text: string
  readonly caller: Caller
}

/**
 * What becomes of a request. 'done': `text` is the reply, whatever its result. 'malformed': no JSON; `text` is the reply
 * of a UNIX socket. 'forbidden': the caller's role does not allow it.
 */
export interface Answer {
  readonly outcome: 'done' | 'malformed' | 'forbidden'
  /**
   * JSON of the reply in pieces, each made when it is asked for: whoever writes slowly holds back whoever makes it.
   * Fails when the other side breaks off in the middle.
   */
  readonly text: AsyncIterable<string>
}

/** Somebody who takes commands: a service of this process, or a daemon behind a UNIX socket. Never rejects. */
export interface Channel {
  ask(request: Request): Promise<Answer>
}
