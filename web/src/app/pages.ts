import type { FunctionComponent } from 'preact'
import type { PagePath } from '../../../src/api/http/web/paths'

/** A page: how it is named in the navigation, and where its code is, which is loaded when it is opened. */
interface PageEntry {
  readonly name: string
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
  quality: {
    name: 'Data quality',
    load: async () => (await import('../pages/quality')).Quality,
  },
  method: { name: 'API and method', load: async () => (await import('../pages/method')).Method },
}
