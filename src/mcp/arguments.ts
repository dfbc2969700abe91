import { z } from 'zod'

const ADDRESS = /^0x[\da-fA-F]{40}$/
const OPERATOR_SET = /^(0x[\da-fA-F]{40}\/\d{1,10}|symbiotic-0x[\da-fA-F]{40}\/\d{1,29})$/
const DECIMAL = /^\d{1,78}(\.\d{1,36})?$/
const FRACTION = /^\d{1,40}(\.\d{1,36}|\/\d{1,40})?$/

export const protocol = z
  .enum(['EIGENLAYER', 'SYMBIOTIC'])
  .optional()
  .describe('Only this protocol. Default: both.')

/** @param what it is the address of */
export const address = (what: string) => z.string().regex(ADDRESS).describe(`Address of ${what}.`)

export const operatorSet = z
  .string()
  .regex(OPERATOR_SET)
  .describe(
    'Operator set, as "<AVS address>/<id>"; subnetwork, as "symbiotic-<network address>/<identifier>".',
  )

/** A part in [0, 1], as text so that it is exact. */
export const fraction = (meaning: string) =>
  z.string().regex(FRACTION).describe(`${meaning} A decimal or fraction as text: "0.5", "1/3".`)

export const blockNumber = z.number().int().min(0).max(2_147_483_647)

/** @param most items of a list */
export const limit = (most = 100) =>
  z.number().int().min(1).max(most).default(20).describe('Maximum number of rows.')

/** The state at one block. */
export const block = blockNumber.optional().describe('State at this block. Default: the last one.')

export const pricing = z
  .strictObject({
    numeraire: z.enum(['ETH', 'USD']),
    prices: z
      .array(
        z.strictObject({
          asset: address('the token; 0x000…000 is native ETH'),
          value: z.string().regex(DECIMAL).describe('Price of one whole token.'),
        }),
      )
      .max(200)
      .optional()
      .describe('Prices to use. Default: those that the server has.'),
  })
  .optional()
  .describe(
    'Amounts of several pools are added only with prices. Without: ask for one pool, or read the figures by pool.',
  )

export const scope = z
  .strictObject({
    protocol,
    pool: address('a pool (EigenLayer strategy, or Symbiotic vault)').optional(),
    avs: address('an AVS, or network').optional(),
    operator: address('an operator').optional(),
    operatorSet: operatorSet.optional(),
  })
  .optional()
  .describe('Only this part of the network.')

export const basis = z
  .enum(['DELEGATED', 'REGISTERED', 'SLASHABLE', 'MIN_SLASHABLE'])
  .optional()
  .describe(
    'Which stake counts: DELEGATED to operators, REGISTERED for AVSs, SLASHABLE by them now, MIN_SLASHABLE until stake can leave.',
  )

/** Variable `block` of an operation. */
export const atBlock = (number: number | undefined) =>
  number === undefined ? undefined : { number }

/** Whether figures can only be given pool by pool. */
export const isByPool = (args: { pricing?: unknown; scope?: { pool?: string | undefined } }) =>
  args.pricing === undefined && args.scope?.pool === undefined
