import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { needs } from '../kit/gate.js'
import { coreCalls } from './api-comparison-calls.js'
import { CallStage } from './api-comparison-stage.js'

describe.runIf(needs('kea-dhcp4', 'kea-dhcp6'))('calls are answered as Kea 2.2 answers them', () => {
  let stage: CallStage

  beforeAll(async () => {
    stage = new CallStage()
    await stage.ready()
  })
  afterAll(() => stage?.close())

  test.each(coreCalls.map(call => [`${call.text} to ${call.family}`, call] as const))('%s', async (_, call) => {
    const { kea, keats } = await stage.play(call)
    expect(kea, 'Kea says nothing: there is nothing to compare with').not.toBe('')
    expect(keats).toBe(kea)
  })
})
