const POOL = '0x7535ccdead8f7d951ce272e6c25d14b8515582e5'
const SHARE = '0xaa5049bc0388742a8864059ad68274a372893c78'
const pricing = {
  numeraire: 'ETH',
  prices: [
    { asset: '0x0000000000000000000000000000000000000000', value: '1' },
    { asset: SHARE, value: '1.04' },
  ],
}

/** Arguments of each tool for agents, for the recorded chain of fixtures/eigenlayer-a. */
export const EXAMPLES: Record<string, Record<string, unknown>> = {
  overview: { block: 4000, since: 2000, pricing },
  services: { scope: { pool: POOL }, orderBy: 'PHANTOM_SHARE', limit: 3 },
  operator: { address: '0x0000000000000000000000000000000000000001' },
  position: { stakers: ['0x0000000000000000000000000000000000000001'], pricing },
  simulate: { shocks: [{ depeg: { pool: POOL, fraction: '0.5' } }], scope: { pool: POOL } },
  slashings: { limit: 5 },
  series: {
    figures: [{ figure: 'HHI', scope: { pool: POOL } }],
    from: 1000,
    to: 4000,
    every: 1000,
  },
  query: { query: '{ operators(limit: 3) { id stakes { shares } } }' },
}
