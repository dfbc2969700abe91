/** One, as a fraction of which magnitudes and factors are parts. */
export const WAD = 10n ** 18n

/** SlashingLib.mulWad: rounded down. */
export function mulWad(x: bigint, y: bigint): bigint {
  return (x * y) / WAD
}

/** SlashingLib.divWad: rounded down. */
export function divWad(x: bigint, y: bigint): bigint {
  return (x * WAD) / y
}

/** OperatorSetLib.key: the AVS, then the set id. @param set `<avs>/<set id>` */
export function keyOfSet(set: string): bigint {
  const [avs, id] = set.split('/') as [string, string]
  return (BigInt(avs) << 96n) | BigInt(id)
}
