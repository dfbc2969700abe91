import { events as ejections } from '../../abi/EjectionManager'
import { events as coordinator } from '../../abi/RegistryCoordinator'
import { change } from '../common/governance'
import { ANY_KIND, type EventHandler, on, sourceOf } from '../handler'

const COORDINATOR = 'REGISTRY_COORDINATOR'

/** Who may eject and approve churn, and pauses, as changes. */
export const governanceHandlers: EventHandler[] = [
  on(COORDINATOR, coordinator.EjectorUpdated, ({ prevEjector, newEjector }, context) => [
    change(context, 'ROLE', { subject: 'EJECTOR', before: prevEjector, after: newEjector }),
  ]),
  on(COORDINATOR, coordinator.ChurnApproverUpdated, (args, context) => [
    change(context, 'ROLE', {
      subject: 'CHURN_APPROVER',
      before: args.prevChurnApprover,
      after: args.newChurnApprover,
    }),
  ]),
  on('EJECTION_MANAGER', ejections.EjectorUpdated, ({ ejector, status }, context) => [
    change(context, 'ROLE', {
      subject: 'EJECTOR',
      before: status ? null : ejector,
      after: status ? ejector : '',
    }),
  ]),
  on(ANY_KIND, coordinator.Paused, ({ newPausedStatus: status }, context) => [
    { kind: 'pausedFunctions', ...sourceOf(context), paused: true, status },
  ]),
  on(ANY_KIND, coordinator.Unpaused, ({ newPausedStatus: status }, context) => [
    { kind: 'pausedFunctions', ...sourceOf(context), paused: false, status },
  ]),
  on(ANY_KIND, coordinator.PauserRegistrySet, (args, context) => [
    change(context, 'PAUSER', { before: args.pauserRegistry, after: args.newPauserRegistry }),
  ]),
]
