import { expect, test } from 'vitest'
import { schema4, schema6 } from '../../src/lease-file/schema.js'
import { TableReader } from '../../src/lease-file/table-reader.js'
import { Told } from './foreign.js'

async function read(width: 4 | 16, text: string, delimiter = ','): Promise<Told> {
  const told = new Told(width)
  const reader = new TableReader(width === 4 ? schema4 : schema6, told, delimiter, 600)
  for (let i = 0; i < text.length; i += 11) await reader.feed(Buffer.from(text.slice(i, i + 11), 'latin1'))
  await reader.end()
  return told
}

test('columns in any order and by other names, quoted fields (RFC 4180), dates', async () => {
  const { rows, notes } = await read(
    4,
    '"Host","IP Address",MAC,Expires,Owner\r\n"a,b ""c""",192.0.2.1,02-00-00-00-00-01,2026-11-17T12:00:00Z,Ann\r\n,192.0.2.2,x,1794916800,\r\n',
  )
  expect(rows).toEqual(['192.0.2.1,02:00:00:00:00:01,,600,1794916800,0,0,0,a&#x2cb "c",0,'])
  expect(notes).toEqual([
    '1 left-out column "owner" has no counterpart',
    expect.stringMatching(/^3 bad a row that is no lease/),
  ])
})

test('the names of the API, in DHCPv6, with semicolons between', async () => {
  const { rows } = await read(
    16,
    'ip-address;duid;iaid;type;prefix-len;valid-lft;preferred-lft;cltt;subnet-id;state\n2001:db8:1::;00:01:02;7;IA_PD;56;60;30;1000;4;default\n',
    ';',
  )
  expect(rows).toEqual(['2001:db8:1::,00:01:02,60,1060,4,30,2,7,56,0,0,,,0,,,'])
})
