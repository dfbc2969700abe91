import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/* Vaults as the contracts answered, by plain loops. Ids in lower case. */

interface OperatorTruth {
  readonly stake?: string
  readonly slashableStakeAtTimestampMinus1?: string
}

interface VaultTruth {
  readonly type: { readonly slasher?: string | null }
  readonly activeStake: string
  readonly totalStake: string
  readonly subnetworks: Record<string, { readonly operators: Record<string, OperatorTruth> }>
}

interface Truth {
  readonly block: number
  readonly vaults: Record<string, VaultTruth>
  readonly middleware: Record<string, string>
}

/** A commitment of a vault. */
export interface SlowLine {
  readonly network: string
  readonly set: bigint
  readonly operator: string
  readonly stake: bigint
  readonly slashable: bigint
}

/** A vault at a block. */
export interface SlowVault {
  readonly pool: string
  readonly active: bigint
  readonly total: bigint
  /** By network and identifier, then by operator, as ids sort. */
  readonly lines: readonly SlowLine[]
}

const big = (text: string | undefined) => BigInt(text ?? 0)
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Vaults at every checkpoint of a recording. */
export function slowVaults(dir: string): { block: number; vaults: SlowVault[] }[] {
  const path = join(dir, 'GROUND_TRUTH.json.gz')
  const { checkpoints } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
    checkpoints: Truth[]
  }
  return checkpoints.map(({ block, vaults, middleware }) => {
    const slashes = new Set(Object.keys(middleware).map((network) => network.toLowerCase()))
    return {
      block,
      vaults: Object.entries(vaults).map(([address, { activeStake, totalStake, subnetworks }]) => {
        const lines = Object.entries(subnetworks).flatMap(([id, { operators }]) => {
          const network = id.slice(0, 42).toLowerCase()
          return Object.entries(operators).map(([operator, answers]) => ({
            network,
            set: BigInt(`0x${id.slice(42)}`),
            operator: operator.toLowerCase(),
            stake: big(answers.stake),
            slashable: slashes.has(network) ? big(answers.slashableStakeAtTimestampMinus1) : 0n,
          }))
        })
        lines.sort(
          (a, b) =>
            byText(`${a.network}/${a.set}`, `${b.network}/${b.set}`) ||
            byText(a.operator, b.operator),
        )
        return {
          pool: address.toLowerCase(),
          active: BigInt(activeStake),
          total: BigInt(totalStake),
          lines,
        }
      }),
    }
  })
}
