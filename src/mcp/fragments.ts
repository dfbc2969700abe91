/** Response key of the block. */
export const BLOCK_KEY = 'answeredAt'

/** Selection of the block of an answer; every tool has it. @param args of the field */
export const block = (args = '') => `${BLOCK_KEY}: _meta${args} {
    block { number hash timestamp timestampAtLeast timestampAtMost }
    network chainId finalized lag
  }`
export const BLOCK = block('(block: $block)')

/** How a figure was computed, and with what. */
export const META = /* GraphQL */ `meta {
      basis grouping nullReason
      assumptions { name value }
      method
      pricing { numeraire source unpriced { id name } }
      coverage { pools pricedPools isComplete }
    }`

/** How much of a row's stake has a price. */
export const COVERED = 'nullReason coverage { pools pricedPools isComplete }'
export const MEMBER = '{ id name }'
