import { allocations } from './allocations'
import { rewards } from './rewards'
import { services } from './services'
import { slashings } from './slashings'
import type { Computed } from './sql'
import { stakes } from './stakes'

/** Fields of the API that are not columns, by entity. */
export const COMPUTED: Computed = {
  ...allocations,
  ...stakes,
  ...services,
  ...slashings,
  ...rewards,
}
