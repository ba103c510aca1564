import { test } from 'vitest'
import { unpacked6 } from '../kit/packet6.js'
import { keaCommand6 } from '../kit/server-process.js'
import { fixtures6 } from './comparison-fixtures6.js'
import { Place6, SERVER_DUID } from './comparison-stage6.js'

test('texts', async () => {
  const kea = await Place6.open(keaCommand6)
  const walk = (options: any[], indent: string) => {
    for (const o of options) {
      if (o.code === 13)
        console.log(indent, 'STATUS', o.data.readUInt16BE(0), JSON.stringify(o.data.subarray(2).toString()))
      if (o.code === 3 || o.code === 25) {
        console.log(indent, 'IA', o.code, o.data.readUInt32BE(0), o.data.readUInt32BE(4), o.data.readUInt32BE(8))
        walk(unpacked6(o.data.subarray(12)), indent + '  ')
      }
      if (o.code === 5 || o.code === 26) console.log(indent, 'ADDR', o.data.toString('hex'))
    }
  }
  for (const f of fixtures6.filter(f => /declin|releas|confirm|back/.test(f.name) || /return/.test(f.name))) {
    console.log('==', f.name)
    for (const h of await kea.hear(f)) {
      const a: any = (h as any).answer
      console.log((h as any).question, a === undefined ? 'silence' : (a.packet?.type ?? a.type))
      if (a) walk((a.packet ?? a).options ?? [], '   ')
    }
  }
  console.log('== mixed')
  const own: any = {
    name: 'x',
    dhcp6: {
      subnet6: [
        {
          id: 1,
          subnet: '2001:db8:1::/64',
          interface: 'eth0',
          pools: [{ pool: '2001:db8:1::100-2001:db8:1::1ff' }],
          'pd-pools': [{ prefix: '2001:db8:8000::', 'prefix-len': 40, 'delegated-len': 56 }],
        },
      ],
    },
    kea: [],
    async play(stage: any) {
      const c = stage.client({
        ias: [
          { code: 3, iaid: 1 },
          { code: 25, iaid: 2 },
        ],
      })
      await stage.exchange(c)
      const say = (q: string, type: string, ias: any[], more: any = {}) =>
        stage.hear(q, c.say(type, { serverId: SERVER_DUID, ias, ...more }))
      await say('release two addresses, one unknown first', 'RELEASE', [
        { code: 3, iaid: 1, hints: ['2001:db8:1::1ee', '2001:db8:1::100'] },
      ])
      await say('decline prefix', 'DECLINE', [{ code: 25, iaid: 2, hints: ['2001:db8:8000::/56'] }])
      await say('decline two, one unknown', 'DECLINE', [
        { code: 3, iaid: 1, hints: ['2001:db8:1::100', '2001:db8:1::1ee'] },
      ])
      await say('release declined', 'RELEASE', [{ code: 3, iaid: 1, hints: ['2001:db8:1::100'] }])
      await say('decline again', 'DECLINE', [{ code: 3, iaid: 1, hints: ['2001:db8:1::100'] }])
      await say('release prefix no hint', 'RELEASE', [{ code: 25, iaid: 2 }])
      await say('release prefix other length', 'RELEASE', [{ code: 25, iaid: 2, hints: ['2001:db8:8000::/60'] }])
      await say('release wrong iaid pd', 'RELEASE', [{ code: 25, iaid: 9, hints: ['2001:db8:8000::/56'] }])
      const t = stage.client()
      await stage.hear(
        'thief',
        t.say('DECLINE', { serverId: SERVER_DUID, ias: [{ code: 3, iaid: 1, hints: ['2001:db8:1::100'] }] }),
      )
      await say('decline no IA', 'DECLINE', [])
    },
  }
  for (const h of await kea.hear(own)) {
    const a: any = (h as any).answer
    console.log((h as any).question, a === undefined ? 'silence' : '')
    if (a) walk((a.packet ?? a).options ?? [], '   ')
  }
  await kea.close()
}, 60000)
