/** One datagram as a client or relay puts it on the wire. Addresses are dotted decimal. */
export interface Outgoing {
  readonly payload: Buffer
  readonly source: string
  readonly sourcePort: number
  readonly destination: string
  readonly destinationPort: number
  /** The sender's hardware address, colon-separated; '' where the transport has none of its own to show. */
  readonly hardware: string
}

/** An answer as it was heard, with where it was sent to as far as the transport can tell. */
export interface Incoming {
  readonly payload: Buffer
  readonly destination?: string
  readonly destinationPort?: number
  readonly destinationHardware?: string
  readonly source?: string
}

/** How a simulated client reaches a server. */
export interface Transport {
  /** Sends, then gives the first answer for which `fits` holds; undefined when none came in `patience` ms. */
  ask(outgoing: Outgoing, fits: (answer: Incoming) => boolean, patience: number): Promise<Incoming | undefined>
  /** Sends and expects nothing. */
  tell(outgoing: Outgoing): Promise<void>
  close(): void
}

/**
 * A server in the same process: `deliver` hands it one datagram and gives all its answers, at once or when it has
 * finished. There is nothing to wait for, so silence costs no time.
 */
export function inProcess(
  deliver: (outgoing: Outgoing) => readonly Incoming[] | Promise<readonly Incoming[]>,
): Transport {
  return {
    async ask(outgoing, fits) {
      return (await deliver(outgoing)).find(fits)
    },
    async tell(outgoing) {
      await deliver(outgoing)
    },
    close() {},
  }
}
