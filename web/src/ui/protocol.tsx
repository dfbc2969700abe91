import { useView } from '../app/view'
import type { RiskScope } from '../data/types.generated'
import { Choice, chosen } from './choice'

const PROTOCOLS = [
  { value: 'EIGENLAYER', name: 'EigenLayer' },
  { value: 'SYMBIOTIC', name: 'Symbiotic' },
  { value: 'ALL', name: 'both' },
] as const

/** The scope of a page whose figures are not known of both protocols together, as the URL has it. */
export function useProtocolScope(): RiskScope | null {
  const { scope, place } = useView()
  const protocol = chosen(place.params, 'protocol', PROTOCOLS)
  return protocol === 'ALL' ? scope : { ...scope, protocol }
}

/** Chooses it. */
export function ProtocolChoice() {
  const { place } = useView()
  const protocol = chosen(place.params, 'protocol', PROTOCOLS)
  return <Choice param="protocol" label="Stake of" value={protocol} options={PROTOCOLS} />
}
