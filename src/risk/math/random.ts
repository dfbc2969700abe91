/**
 * Uniform random numbers in [0, 1) from a seed: xoshiro128** (Blackman and Vigna 2018), seeded by
 * splitmix32. The same seed gives the same numbers on every machine.
 * @param seed an integer, of which the low 32 bits count
 */
export function uniform(seed: number): () => number {
  let mixed = seed >>> 0
  const mix = () => {
    mixed = (mixed + 0x9e3779b9) >>> 0
    let z = mixed
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return (z ^ (z >>> 16)) >>> 0
  }
  let [a, b, c, d] = [mix(), mix(), mix(), mix()]
  const next = () => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
  // 53 random bits, the precision of a double.
  return () => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992
}
