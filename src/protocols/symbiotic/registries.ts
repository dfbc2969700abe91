import { events as metadata } from '../../abi/MetadataService'
import { events as middleware } from '../../abi/NetworkMiddlewareService'
import { events as networks } from '../../abi/NetworkRegistry'
import { events as operators } from '../../abi/OperatorRegistry'
import { events as optIns } from '../../abi/OptInService'
import { type EventHandler, on } from '../handler'

/** Operators and networks, what they say of themselves, and which vaults and networks operators opted in to. */
export const registryHandlers: EventHandler[] = [
  on('OPERATOR_REGISTRY', operators.AddEntity, ({ entity }) => [
    { kind: 'operatorEntered', operator: entity },
  ]),
  on('NETWORK_REGISTRY', networks.AddEntity, ({ entity }) => [
    { kind: 'networkEntered', network: entity },
  ]),
  on('OPERATOR_METADATA_SERVICE', metadata.SetMetadataURL, ({ entity, metadataURL }) => [
    { kind: 'profileMetadata', of: 'OPERATOR', address: entity, uri: metadataURL },
  ]),
  on('NETWORK_METADATA_SERVICE', metadata.SetMetadataURL, ({ entity, metadataURL }) => [
    { kind: 'profileMetadata', of: 'NETWORK', address: entity, uri: metadataURL },
  ]),
  // A service of which nobody knows whether it is that of operators or of networks.
  on('METADATA_SERVICE', metadata.SetMetadataURL, ({ entity, metadataURL }) => [
    { kind: 'profileMetadata', of: null, address: entity, uri: metadataURL },
  ]),
  on('MIDDLEWARE_SERVICE', middleware.SetMiddleware, ({ network, middleware }) => [
    { kind: 'middleware', network, middleware },
  ]),
  on('VAULT_OPT_IN_SERVICE', optIns.OptIn, ({ who, where }) => [
    { kind: 'vaultOptIn', operator: who, vault: where, active: true },
  ]),
  on('VAULT_OPT_IN_SERVICE', optIns.OptOut, ({ who, where }) => [
    { kind: 'vaultOptIn', operator: who, vault: where, active: false },
  ]),
  on('NETWORK_OPT_IN_SERVICE', optIns.OptIn, ({ who, where }) => [
    { kind: 'networkOptIn', operator: who, network: where, active: true },
  ]),
  on('NETWORK_OPT_IN_SERVICE', optIns.OptOut, ({ who, where }) => [
    { kind: 'networkOptIn', operator: who, network: where, active: false },
  ]),
]
