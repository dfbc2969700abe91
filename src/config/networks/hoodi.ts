import { namedContracts } from '../contract-names'
import type { Network } from '../networks'
import { SYMBIOTIC_HOODI } from './symbiotic/testnets'
import { withSymbiotic } from './symbiotic/with-symbiotic'

// EigenLayer on Hoodi, a test network. Addresses: README and configurations of eigenlayer-contracts.
const EIGENLAYER: Network = {
  name: 'hoodi',
  chainId: 560_048,
  startBlock: 165_000,
  finality: 75,
  constants: { minWithdrawalDelayBlocks: null, deallocationDelayBlocks: null },
  contracts: namedContracts({
    DelegationManager: '0x867837a9722c512e0862d8c2e15b8be220e8b87d',
    StrategyManager: '0xee45e76ddbedda2918b8c7e3035cd37eab3b5d41',
    EigenPodManager: '0xcd1442415fc5c29aa848a49d2e232720be07976c',
    AVSDirectory: '0xd58f6844f79eb1fbd9f7091d05f7cb30d3363926',
    RewardsCoordinator: '0x29e8572678e0c272350aa0b4b8f304e47ebcd5e7',
    AllocationManager: '0x95a7431400f362f3647a69535c5666ca0133caa0',
    PermissionController: '0xdccf401fd121d8c542e96bc1d0078884422afad2',
    StrategyFactory: '0xfb7d94501e4d4acc264833ef4ede70a11517422b',
    'StrategyBase beacon': '0x6d28cec1659bc3a9bc814c3efc1412878b406579',
    EigenStrategy: '0xb27b10291dbfe6576d17aff3e251c954ae14f1d3',
    'EigenPod beacon': '0x5e1577f8efb21b229cd5eb4c5aa3d6c4b228f650',
    KeyRegistrar: '0x5737e38a260545d8feccb4cae2cfd984da4130ed',
    ReleaseManager: '0xe863060013cb95473b96f7c3e1444e3e3df65671',
    CrossChainRegistry: '0x9269432451965996be7796582c062cb0795d3e8b',
    OperatorTableUpdater: '0xb02a15c6bd0882b35e9936a9579f35fb26e11476',
    ECDSACertificateVerifier: '0xb3cd1a457dea9a9a6f6406c6419b1c326670a96f',
    BN254CertificateVerifier: '0xff58a373c18268f483c1f5ca03cf885c0c43373a',
    TaskMailbox: '0xb99cc53e8db7018f557606c2a5b066527bf96b26',
    ProtocolRegistry: '0xff2df19481cc4d7fb30698e78c3aeec3b1265e1e',
    SlashEscrowFactory: '0x885c0cc8118e428a2c04de58a93eb15ed4f0e064',
    PauserRegistry: '0x64d78399b0fa32ea72959f33edcf313159f3c13d',
    TimelockController: '0xe3328cb5068924119d6170496c4ab2dd12c12d15',
    ProxyAdmin: '0xe7f4e30d2619273468afe9ec0acf805e55532257',
    Strategy_StETH: '0xf8a1a66130d614c7360e868576d5e59203475fe0',
    Strategy_WETH: '0x24579ad4fe83ac53546e5c2d3df5f85d6383420d',
  }),
}

// Deployment blocks of Symbiotic are not known here: from the chain's first block on.
/** EigenLayer and Symbiotic on Hoodi, a test network. */
export const HOODI: Network = withSymbiotic(EIGENLAYER, SYMBIOTIC_HOODI, 1)
