import type { FunctionComponent } from 'preact'
import type { PagePath } from '../../../src/api/http/web/paths'

/** A page: how it is named in the navigation, and where its code is, which is loaded when it is opened. */
interface PageEntry {
  readonly name: string
  /** Whether it is under "More". */
  readonly isMore?: true
  /** Without an id in its path, or with one. */
  load(hasId: boolean): Promise<FunctionComponent>
}

export const PAGES: Readonly<Record<PagePath, PageEntry>> = {
  '': { name: 'Overview', load: async () => (await import('../pages/overview')).Overview },
  operators: {
    name: 'Operators',
    load: async (hasId) =>
      hasId
        ? (await import('../pages/operator')).OperatorPage
        : (await import('../pages/operators')).Operators,
  },
  services: {
    name: 'Services',
    load: async (hasId) =>
      hasId
        ? (await import('../pages/service')).ServicePage
        : (await import('../pages/services')).Services,
  },
  stakers: {
    name: 'Stakers',
    load: async (hasId) =>
      hasId
        ? (await import('../pages/staker')).StakerPage
        : (await import('../pages/stakers')).Stakers,
  },
  overlap: { name: 'Overlap', load: async () => (await import('../pages/overlap')).OverlapPage },
  concentration: {
    name: 'Concentration',
    load: async () => (await import('../pages/concentration')).ConcentrationPage,
  },
  slashings: {
    name: 'Slashings',
    load: async () => (await import('../pages/slashings')).Slashings,
  },
  simulate: {
    name: 'Simulator',
    load: async () => (await import('../pages/simulate')).Simulator,
  },
  pools: { name: 'Pools', load: async () => (await import('../pages/pools')).Pools },
  layers: {
    name: 'Layers',
    isMore: true,
    load: async () => (await import('../pages/layers')).Layers,
  },
  exits: {
    name: 'Exit queue',
    isMore: true,
    load: async () => (await import('../pages/exits')).Exits,
  },
  rewards: {
    name: 'Rewards',
    isMore: true,
    load: async () => (await import('../pages/rewards')).Rewards,
  },
  governance: {
    name: 'Governance',
    isMore: true,
    load: async () => (await import('../pages/governance')).GovernancePage,
  },
  resilience: {
    name: 'Resilience',
    isMore: true,
    load: async () => (await import('../pages/resilience')).Resilience,
  },
  losses: {
    name: 'Losses',
    isMore: true,
    load: async () => (await import('../pages/losses')).Losses,
  },
  load: {
    name: 'Load of operators',
    isMore: true,
    load: async () => (await import('../pages/load')).Load,
  },
  base: {
    name: 'Base layer',
    isMore: true,
    load: async () => (await import('../pages/base')).Base,
  },
  both: {
    name: 'Both protocols',
    isMore: true,
    load: async () => (await import('../pages/both')).Both,
  },
  quality: {
    name: 'Data quality',
    load: async () => (await import('../pages/quality')).Quality,
  },
  method: {
    name: 'API and method',
    isMore: true,
    load: async () => (await import('../pages/method')).Method,
  },
}
