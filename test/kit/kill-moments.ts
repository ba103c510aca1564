/**
 * How long the server serves before each kill -9, in milliseconds. KEATS_KILLS says how often it dies (20 unless told; the
 * long run takes 200), KEATS_KILL_SEED repeats a run that failed. The seed is on stderr.
 */
export function killMoments(): readonly number[] {
  const kills = Number(process.env.KEATS_KILLS ?? 20)
  let state = Number(process.env.KEATS_KILL_SEED ?? Date.now() % 2 ** 31) >>> 0
  process.stderr.write(`kill moments: KEATS_KILLS=${kills} KEATS_KILL_SEED=${state}\n`)
  return Array.from({ length: kills }, () => {
    // Numerical Recipes' linear congruence: any spread will do
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return 20 + Math.trunc((state / 2 ** 32) * 380)
  })
}
