import { expect, it } from 'vitest'
import { checkFiles } from '../../../src/server/config/check.js'
import { errorsOf, load, printed } from './loaded.js'

const text = `{
  "Dhcp4": {
    "valid-lifetme": 3600,
    "min-valid-lifetime": "600",
    "t1-percent": 1.5
    "subnet4": [
      { "id": 1, "subnet": "192.0.2.0/24",
        "pools": [ { "pool": "192.0.2.10 - 192.0.2.20" },
                   { "pool": "192.0.2.15 - 192.0.2.30" } ],
        "option-data": [ { "name": "router", "data": "192.0.2.1" },
                         { "name": "domain-name-servers", "data": "192.0.2" } ] },
      { "id": 1, "subnet": "198.51.100.0/24",
        "reservations": [ { "hw-address": "02:00:00:00:00:01", "ip-address": "198.51.100.77" },
                          { "ip-address": "198.51.100.7" } ] },
      { "id": 3, "subnet": "203.0.113.0/40" }
    ]
  }
}
`

it('a file with ten mistakes shows all ten, each at its place', () => {
  const loaded = load(text)
  expect(errorsOf(loaded)).toEqual([
    '3:5 got unexpected keyword "valid-lifetme" in Dhcp4 map. Did you mean "valid-lifetime"?',
    '4:27 min-valid-lifetime: syntax error, unexpected constant string, expecting integer',
    '5:19 t1-percent: 1.5 is invalid, it must be greater than 0.0 and less than 1.0',
    '6:5 syntax error, unexpected constant string, expecting "," or }',
    '9:30 a pool of type V4, with the following address range: 192.0.2.15-192.0.2.30 overlaps with an existing pool in the subnet: 192.0.2.0/24 to which it is being added',
    "10:36 definition for the option 'dhcp4.router' having code '0' does not exist. Did you mean 'routers'?",
    "11:67 option data does not match option definition (space: dhcp4, code: 6): Failed to convert string to address '192.0.2': Invalid argument",
    "12:15 ID of the new IPv4 subnet '1' is already in use",
    '14:27 one of the supported identifiers must be specified for host reservation: circuit-id, client-id, duid, flex-id, hw-address',
    '15:28 Invalid prefix length specified for subnet: 40',
  ])
  expect(loaded.services).toEqual({})
})

it('is printed with the line and a caret under the word', () => {
  expect(printed(load(text))).toContain(
    [
      'c.json:3:5: error: got unexpected keyword "valid-lifetme" in Dhcp4 map. Did you mean "valid-lifetime"?',
      '        "valid-lifetme": 3600,',
      '        ^^^^^^^^^^^^^^^',
    ].join('\n'),
  )
  expect(printed(load(text))).toContain(
    [
      "c.json:12:15: error: ID of the new IPv4 subnet '1' is already in use",
      '          { "id": 1, "subnet": "198.51.100.0/24",',
      '                  ^',
      'c.json:7:15: note: 1 is used here',
      '          { "id": 1, "subnet": "192.0.2.0/24",',
      '                  ^',
    ].join('\n'),
  )
})

it('a check counts, prints and gives it to programs', () => {
  const checked = checkFiles(['c.json', 'none.json'], path => {
    if (path === 'c.json') return text
    throw new Error('no such file')
  })
  expect(checked).toMatchObject({ ok: false, errors: 11, warnings: 0 })
  expect(checked.texts.at(-1)).toBe('none.json:1:1: error: Unable to open file none.json')
  expect(checked.problems[7]).toEqual({
    severity: 'error',
    code: 'duplicate-id',
    text: "ID of the new IPv4 subnet '1' is already in use",
    file: 'c.json',
    line: 12,
    column: 15,
    'end-column': 15,
    related: { text: '1 is used here', file: 'c.json', line: 7, column: 15 },
  })
})

it('a long line is quoted in part, with the caret where it belongs', () => {
  const long = JSON.stringify({ Dhcp4: { 'user-context': { filling: 'x'.repeat(500) }, 'subnet-4': [] } })
  const [, line, caret] = printed(load(long)).split('\n')
  expect(line!.length).toBeLessThan(130)
  expect(line!.slice(caret!.indexOf('^'), caret!.lastIndexOf('^') + 1)).toBe('"subnet-4"')
})
