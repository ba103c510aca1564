import { authentication, hooksLibraries, httpHeaders, logging } from './control.js'
import { flag, map, one, scope, text, uint16 } from './keyword.js'

const service = map(
  scope('service', {
    'socket-type': { shape: one('unix'), default: 'unix', says: 'Kind of socket.' },
    'socket-name': { shape: text, required: true, says: 'Path of the socket.' },
  }),
)

/** A file of Kea 2's Control Agent. */
export const controlAgent = scope('Control-agent', {
  'http-host': { shape: text, default: '127.0.0.1', says: 'Address to listen at.' },
  'http-port': { shape: uint16, default: 8000, says: 'Port to listen at.' },
  'trust-anchor': { shape: text, says: 'Authorities trusted for client certificates: a file or a folder.' },
  'cert-file': { shape: text, says: 'Certificate of the agent; with it HTTPS is spoken.' },
  'key-file': { shape: text, says: 'Private key of `cert-file`.' },
  'cert-required': { shape: flag, default: true, says: 'Refuse callers without a certificate.' },
  authentication: { shape: map(authentication('kea-control-agent')), says: 'Who may send commands.' },
  'http-headers': { ...httpHeaders, since: '3' },
  'control-sockets': {
    shape: map(
      scope('control-sockets (Control-agent)', {
        dhcp4: { shape: service, says: 'The DHCPv4 server.' },
        dhcp6: { shape: service, says: 'The DHCPv6 server.' },
        d2: { shape: service, says: 'The DDNS server.' },
      }),
    ),
    says: 'Where the services take commands. Those of the same process are reached without a socket.',
  },
  'hooks-libraries': hooksLibraries,
  ...logging('kea-ctrl-agent'),
})
