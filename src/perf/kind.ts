/** Kinds of questions and answers; measurements are kept for each. */
export const Kind = { first: 0, second: 1, renew: 2, rebind: 3, release: 4, replay: 5 } as const
export type Kind = (typeof Kind)[keyof typeof Kind]

export const KINDS = 6

const NAMES4 = ['DISCOVER-OFFER', 'REQUEST-ACK', 'REQUEST-ACK (renewal)', 'REQUEST-ACK (rebind)', 'RELEASE', 'REPLAY']
const NAMES6 = ['SOLICIT-ADVERTISE', 'REQUEST-REPLY', 'RENEW-REPLY', 'REBIND-REPLY', 'RELEASE-REPLY', 'REPLAY']

/** What reports call a kind; perfdhcp's names where it has one. */
export function kindName(family: 4 | 6, kind: number): string {
  return (family === 4 ? NAMES4 : NAMES6)[kind]!
}
