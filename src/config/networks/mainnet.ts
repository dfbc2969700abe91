import { namedContracts } from '../contract-names'
import type { Network } from '../networks'
import { SYMBIOTIC_MAINNET } from './symbiotic/mainnet'
import { withSymbiotic } from './symbiotic/with-symbiotic'

// EigenLayer on Ethereum mainnet. Addresses: README and configurations of eigenlayer-contracts.
const EIGENLAYER: Network = {
  name: 'mainnet',
  chainId: 1,
  startBlock: 17_445_563,
  finality: 75,
  constants: { minWithdrawalDelayBlocks: 100_800, deallocationDelayBlocks: 100_800 },
  contracts: namedContracts({
    DelegationManager: '0x39053d51b77dc0d36036fc1fcc8cb819df8ef37a',
    StrategyManager: '0x858646372cc42e1a627fce94aa7a7033e7cf075a',
    EigenPodManager: '0x91e677b07f7af907ec9a428aafa9fc14a0d3a338',
    AVSDirectory: '0x135dda560e946695d6f155dacafc6f1f25c1f5af',
    RewardsCoordinator: '0x7750d328b314effa365a0402ccfd489b80b0adda',
    PermissionController: '0x25e5f8b1e7adf44518d35d5b2271f114e081f0e5',
    AllocationManager: '0x948a420b8cc1d6bfd0b6087c2e7c344a2cd0bc39',
    EmissionsController: '0x619f988b4ea2f896ed068d84ce6f52550d6ace84',
    StrategyFactory: '0x5e4c39ad7a3e881585e383db9827eb4811f6f647',
    'StrategyBase beacon': '0x0ed6703c298d28ae0878d1b28e88ca87f9662fe9',
    'DurationVaultStrategy beacon': '0x0fce0a591d96bb76883323ef555867111e2050a9',
    EigenStrategy: '0xacb55c530acdb2849e6d4f36992cd8c9d50ed8f7',
    'EigenPod beacon': '0x5a2a4f2f3c18f09179b6703e63d9edd165909073',
    ReleaseManager: '0xeda3cad031c0cf367cf3f517ee0dc98f9ba80c8f',
    TaskMailbox: '0x132b466d9d5723531f68797519dfed701ac2c749',
    CrossChainRegistry: '0x9376a5863f2193cde13e1ab7c678f22554e2ea2b',
    KeyRegistrar: '0x54f4bc6bdebe479173a2bbdc31dd7178408a57a4',
    OperatorTableUpdater: '0x5557e1fe3068a1e823ce5dcd052c6c352e2617b5',
    ECDSACertificateVerifier: '0xd0930ee96d07de4f9d493c259232222e46b6ec25',
    BN254CertificateVerifier: '0x3f55654b2b2b86bb11be2f72657f9c33bf88120a',
    ProtocolRegistry: '0x27a84740fdded5b7d66d9bb6e5d1dea6eb0c0129',
    Slasher: '0xd92145c07f8ed1d392c1b88017934e301cc1c3cd',
    DelayedWithdrawalRouter: '0x7fe7e9cc0f274d2435ad5d56d5fa73e47f6a23d8',
    'PauserRegistry (old)': '0x0c431c66f4de941d089625e5b423d00707977060',
    PauserRegistry: '0xb8765ed72235d279c3fb53936e4606db0ef12806',
    TimelockController: '0xc06fd4f821eac1ff1ae8067b36342899b57baa2d',
    'TimelockController (BEIGEN)': '0x738130bc8eade1bc65a9c056dea636835896bc53',
    ProxyAdmin: '0x8b9566ada63b64d1e1dcf1418b43fd1433b72444',
    'Timelock (Compound)': '0xa6db1a8c5a981d1536266d2a393c5f8ddb210eaf',
    'ProxyAdmin (bEIGEN)': '0x3f5ab2d4418d38568705bfd6672630fcc3435cc9',
    'ProxyAdmin (EIGEN)': '0xb8915e195121f2b5d989ec5727fd47a5259f1cec',
    Strategy_cbETH: '0x54945180db7943c0ed0fee7edab2bd24620256bc',
    Strategy_stETH: '0x93c4b944d05dfe6df7645a86cd2206016c51564d',
    Strategy_rETH: '0x1bee69b7dfffa4e2d53c2a2df135c388ad25dcd2',
    Strategy_ETHx: '0x9d7ed45ee2e8fc5482fa2428f15c971e6369011d',
    Strategy_ankrETH: '0x13760f50a9d7377e4f20cb8cf9e4c26586c658ff',
    Strategy_OETH: '0xa4c637e0f704745d182e4d38cab7e7485321d059',
    Strategy_osETH: '0x57ba429517c3473b6d34ca9acd56c0e735b94c02',
    Strategy_swETH: '0x0fe4f44bee93503346a3ac9ee5a26b130a5796d6',
    Strategy_wBETH: '0x7ca911e83dabf90c90dd3de5411a10f1a6112184',
    Strategy_sfrxETH: '0x8ca7a5d6f3acd3a7a8bc468a8cd0fb14b6bd28b6',
    Strategy_lsETH: '0xae60d8180437b5c34bb956822ac2710972584473',
    Strategy_mETH: '0x298afb19a105d59e74658c4c334ff360bade6dd2',
  }),
}

/** EigenLayer and Symbiotic on Ethereum mainnet. */
export const MAINNET: Network = withSymbiotic(EIGENLAYER, SYMBIOTIC_MAINNET)
