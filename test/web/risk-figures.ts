import { PRICING } from './dashboard'

const FAULTS = 'faults: { probability: "1/100", severity: "100/100" }'

/** Pages, what the API is asked beside them, and its figures in the order of their cards. */
export const FIGURES: readonly {
  path: (staker: string) => string
  query: (staker: string) => string
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the type of what it selected
  figures: (data: any) => unknown[]
}[] = [
  {
    path: (staker) => `stakers/${staker}`,
    query: (staker) =>
      `{ lookThrough(staker: "${staker}", ${PRICING}) { stake queued maximalLoss maximalLossShare } }`,
    figures: ({ lookThrough: { stake, queued, maximalLoss, maximalLossShare } }) => [
      stake,
      queued,
      maximalLoss,
      maximalLossShare,
    ],
  },
  {
    path: () => 'rewards',
    query: () => `{ yieldSources(${PRICING}) {
      value emissionShare { value } feeLikeShare { value } effectivePayers apr { value } runway { days }
    } }`,
    figures: ({ yieldSources: one }) => [
      one.value,
      one.emissionShare.value,
      one.feeLikeShare.value,
      one.effectivePayers,
      one.apr.value,
      one.runway.days,
    ],
  },
  {
    path: () => 'governance',
    query: () => `{
      governance(${PRICING}) {
        exit { blocksToExit notice exitGap } stakeUnderChange vetoCoverage { share }
      }
      controllers(${PRICING}) { hhi }
    }`,
    figures: ({ governance: { exit, stakeUnderChange, vetoCoverage }, controllers }) => [
      exit.blocksToExit,
      exit.notice,
      exit.exitGap,
      stakeUnderChange,
      controllers.hhi,
      vetoCoverage.share,
    ],
  },
  {
    path: () => 'resilience?k=2',
    query: () => `{
      robustness(${PRICING}, basis: SLASHABLE, scope: { protocol: EIGENLAYER }) { gamma }
      worstOperators(k: 2, ${PRICING}, basis: SLASHABLE, scope: { protocol: EIGENLAYER }) {
        value share loss { value }
      }
    }`,
    figures: ({ robustness, worstOperators: { value, share, loss } }) => [
      robustness.gamma,
      value,
      share,
      loss.value,
    ],
  },
  {
    path: () => 'losses',
    query: () => `{
      lossDistribution(${FAULTS}, levels: ["0.99"], ${PRICING}, scope: { protocol: EIGENLAYER }) {
        expectedLoss maximalLoss anyLoss tails { valueAtRisk expectedShortfall }
      }
    }`,
    figures: ({ lossDistribution: { expectedLoss, maximalLoss, anyLoss, tails } }) => [
      expectedLoss,
      tails[0].valueAtRisk,
      tails[0].expectedShortfall,
      maximalLoss,
      anyLoss,
    ],
  },
  {
    path: () => 'base?stakedEth=1000000',
    query: () => `{ baseLayer(${PRICING}, stakedEth: "1000000") {
      native { restaked share toThird } all { stake hhi } beaconChain { lost }
    } }`,
    figures: ({ baseLayer: { native, all, beaconChain } }) => [
      native.restaked,
      native.share,
      native.toThird,
      all.stake,
      all.hhi,
      beaconChain.lost,
    ],
  },
  {
    path: () => 'both',
    query: () => `{ securityMarket(${PRICING}) { protocols { worth {
      stake slashable promised leverage operatorHhi rewardsPerSlashable
    } } } }`,
    figures: ({ securityMarket: { protocols } }) =>
      protocols.flatMap(({ worth }: { worth: Record<string, unknown> }) => [
        worth.stake,
        worth.slashable,
        worth.promised,
        worth.leverage,
        worth.operatorHhi,
        worth.rewardsPerSlashable,
      ]),
  },
]
