/** JSON as calls and replies carry it. Integers beyond 2^53 are bigints, all others numbers. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonMap
export type JsonMap = { readonly [key: string]: Json }

/** One command. `service` is for a control agent: whom it shall forward to; without it the agent answers itself. */
export interface Request {
  readonly command: string
  readonly service?: readonly string[] | undefined
  readonly arguments?: JsonMap | undefined
}

/** Answer of one service. `result`: 0 done, 1 failed, 2 unknown command, 3 done but nothing found, 4 conflict. */
export interface Reply {
  readonly result: number
  readonly text?: string
  readonly arguments?: Json
}

/** A way to a server. Calls may overlap. */
export interface Caller {
  /** What it is connected to, for people: "dhcp.example.net:8000" or the path of a socket. */
  readonly where: string
  /** One reply for each service that was asked, in their order. Throws CallFailed, nothing else. */
  call(request: Request, signal?: AbortSignal): Promise<Reply[]>
  /** Sends a request as it stands and gives back the answer's text, unread. Throws CallFailed. */
  post(body: string, signal?: AbortSignal): Promise<string>
  /**
   * For commands that go on telling (trace): each line of the answer is one JSON value, given as it comes. The timeout
   * is for the first line; the signal ends it. A server that does not know the command answers its one reply.
   */
  stream(request: Request, signal?: AbortSignal): AsyncIterable<Json>
  close(): Promise<void>
}

/** Why there is no reply. */
export type Failure =
  | 'refused' // nobody listens there
  | 'unreachable' // no such host, no way to it, no such socket, no right to open it
  | 'timeout'
  | 'cancelled' // by the caller's signal
  | 'tls' // certificates do not fit, or the other side does not speak TLS
  | 'unauthorized' // HTTP 401: no credentials, or wrong ones
  | 'forbidden' // HTTP 403: not for this user
  | 'http' // another HTTP status than 200
  | 'not-json' // an answer that is not one of this API
  | 'lost' // the connection broke before the answer was complete

/** A call that got no reply. The message is a sentence for people and names the server. */
export class CallFailed extends Error {
  constructor(
    readonly failure: Failure,
    message: string,
    /** The HTTP status, if there was one. */
    readonly status?: number,
  ) {
    super(message)
    this.name = 'CallFailed'
  }
}
