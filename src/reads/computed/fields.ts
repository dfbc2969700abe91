import { allocations } from './allocations'
import { rewards } from './rewards'
import { services } from './services'
import type { Computed } from './sql'
import { stakes } from './stakes'
import { tokens } from './tokens'

/** Fields of the API that are not columns, by entity. */
export const COMPUTED: Computed = { ...allocations, ...stakes, ...services, ...rewards, ...tokens }
