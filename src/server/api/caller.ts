/** Who sends a command. Plain data: it crosses threads. */
export interface Caller {
  /** 'unix': whoever may open the socket; roles do not apply. 'agent': forwarded by a Control Agent of this process. */
  readonly channel: 'unix' | 'http' | 'agent'
  /** Address of the other side; '' on a UNIX socket. */
  readonly remoteAddress: string
  readonly tls: boolean
  /** User of basic authentication; undefined: none was asked for. */
  readonly user?: string | undefined
  /** Common names of the client's certificate; undefined: it showed none. */
  readonly certificate?: { readonly subject: string; readonly issuer: string } | undefined
}

/** A caller on a UNIX socket. */
export const unixCaller: Caller = { channel: 'unix', remoteAddress: '', tls: false }
