/** A command that the shell itself has. `next`: words that may follow, for completion. */
export interface OwnCommand {
  readonly word: string
  readonly usage: string
  readonly summary: string
  readonly next: readonly string[]
  /** Only in a session: it changes the session. */
  readonly session?: boolean
}

export const OWN_COMMANDS: readonly OwnCommand[] = [
  {
    word: 'reservation',
    usage: 'reservation add',
    summary: 'Reserve an address; asks for subnet, client and address and says what is free',
    next: ['add'],
  },
  {
    word: 'lease',
    usage: 'lease to-reservation [ADDRESS]',
    summary: 'Keep a lease for its client: makes a reservation of it',
    next: ['to-reservation'],
  },
  { word: 'subnet', usage: 'subnet add', summary: 'Add a subnet; asks for prefix, pool and router', next: ['add'] },
  { word: 'watch', usage: 'watch 2s COMMAND ...', summary: 'The answer again and again, in place', next: [] },
  {
    word: 'trace',
    usage: 'trace mac=MAC [--for 60s]',
    summary: "The steps of a client's packets, live; subnet= and class= too",
    next: ['mac=', 'client-id=', 'duid=', 'subnet=', 'class=', '--for'],
  },
  { word: 'help', usage: 'help [COMMAND]', summary: 'What there is, what a command takes', next: [] },
  { word: 'use', usage: 'use SERVICE ...', summary: 'Send what follows to this service', next: [], session: true },
  { word: 'connect', usage: 'connect PROFILE', summary: 'Go to another server', next: [], session: true },
  {
    word: 'profile',
    usage: 'profile save NAME',
    summary: 'Keep this connection under a name, without its password',
    next: ['save'],
    session: true,
  },
  { word: 'exit', usage: 'exit', summary: 'End the shell', next: [], session: true },
]
