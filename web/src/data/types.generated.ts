/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** A block, given by one of the three fields. */
export type BlockInput = {
  /** Block number. */
  number?: number | null | undefined;
  /** Block hash; of a block whose header is stored. */
  hash?: string | null | undefined;
  /** Selects the last block at or before this time whose header is stored. Blocks after it that are as early may exist, if their headers are not stored; they have no logs of indexed contracts. */
  timestamp?: number | null | undefined;
};

/** Where the blocks come from. */
export type BlockSource =
  /** JSON-RPC providers of a chain, which goes on. */
  | 'RPC'
  /** A recorded chain, which ends. */
  | 'RECORDING';

/** Restaking protocol whose contracts are indexed. */
export type ProtocolName =
  | 'EIGENLAYER'
  | 'SYMBIOTIC';

/** Kind of a followed contract; decides which ABI decodes its logs. */
export type ContractKind =
  | 'ADAPTER'
  | 'ADAPTER_FACTORY'
  | 'ADAPTER_REGISTRY'
  | 'ALLOCATION_MANAGER'
  | 'AVS_DIRECTORY'
  | 'BEACON'
  | 'BLS_APK_REGISTRY'
  | 'BURNER_ROUTER'
  | 'BURNER_ROUTER_FACTORY'
  | 'CROSS_CHAIN'
  | 'CURATOR_REGISTRY'
  | 'DELEGATION_MANAGER'
  | 'DELEGATOR'
  | 'DELEGATOR_FACTORY'
  | 'ECDSA_STAKE_REGISTRY'
  | 'EIGEN_POD'
  | 'EIGEN_POD_MANAGER'
  | 'EJECTION_MANAGER'
  | 'EMISSIONS_CONTROLLER'
  | 'INSTANT_SLASHER'
  | 'KEY_REGISTRAR'
  | 'LEGACY'
  | 'METADATA_SERVICE'
  | 'MIDDLEWARE_SERVICE'
  | 'NETWORK_METADATA_SERVICE'
  | 'NETWORK_OPT_IN_SERVICE'
  | 'NETWORK_REGISTRY'
  | 'OPERATOR_METADATA_SERVICE'
  | 'OPERATOR_REGISTRY'
  | 'OPERATOR_REWARDS'
  | 'OPERATOR_REWARDS_FACTORY'
  | 'PAUSER_REGISTRY'
  | 'PERMISSION_CONTROLLER'
  | 'PRICE_FEED'
  | 'PROTOCOL_FEE_REGISTRY'
  | 'PROTOCOL_REGISTRY'
  | 'PROXY_ADMIN'
  | 'REGISTRY_COORDINATOR'
  | 'RELEASE_MANAGER'
  | 'REWARDS_COORDINATOR'
  | 'STAKER_REWARDS'
  | 'STAKER_REWARDS_FACTORY'
  | 'STAKE_REGISTRY'
  | 'STRATEGY'
  | 'STRATEGY_FACTORY'
  | 'STRATEGY_MANAGER'
  | 'TASK_MAILBOX'
  | 'TIMELOCK'
  | 'UNIVERSAL_DELEGATOR'
  | 'UNIVERSAL_DELEGATOR_FACTORY'
  | 'VALSET_DRIVER'
  | 'VAULT'
  | 'VAULT_FACTORY'
  | 'VAULT_OPT_IN_SERVICE'
  | 'VAULT_REWARDS'
  | 'VAULT_SLASHER'
  | 'VAULT_SLASHER_FACTORY'
  | 'VAULT_TOKEN'
  | 'VETOABLE_SLASHER'
  | 'WITHDRAWAL_QUEUE'
  | 'WITHDRAWAL_QUEUE_FACTORY'
  | 'YIELD_SOURCE';

/** Where the shares of a slashing are, between the slashing and the end of the protocol's hold on them. */
export type SlashState =
  /** They must wait: the resolution block, or the end of the escrow, has not come. */
  | 'PENDING'
  /** They may leave by their time, but a pause forbids it. */
  | 'PAUSED'
  /** Whoever may do it can burn or redistribute them in this block. */
  | 'CLEARABLE'
  /** All were burned or redistributed. */
  | 'CLEARED';

/** Who earns a reward submission, and how its amount is distributed (RewardsCoordinator). */
export type RewardKind =
  /** Operators registered to an AVS and their stakers, by stake (AVSRewardsSubmissionCreated). */
  | 'AVS'
  /** All stakers of the named pools (RewardsSubmissionForAllCreated). */
  | 'ALL_STAKERS'
  /** All operators of at least one AVS, and their stakers: programmatic incentives (RewardsSubmissionForAllEarnersCreated). */
  | 'PROGRAMMATIC'
  /** Named operators of an AVS, with an amount each (OperatorDirectedAVSRewardsSubmissionCreated). */
  | 'OPERATOR_DIRECTED'
  /** Named operators of an operator set, with an amount each (OperatorDirectedOperatorSetRewardsSubmissionCreated). */
  | 'OPERATOR_DIRECTED_SET'
  /** Operators of a set by allocated stake (UniqueStakeRewardsSubmissionCreated, v1.12). */
  | 'UNIQUE_STAKE'
  /** Operators of a set by delegated stake (TotalStakeRewardsSubmissionCreated, v1.12). */
  | 'TOTAL_STAKE'
  /** Stakers of one vault, by their shares at one time: `startTime`, with a `duration` of 0 (Symbiotic). */
  | 'VAULT_STAKERS'
  /** Operators of a network, by a Merkle root that is calculated off-chain (Symbiotic DefaultOperatorRewards). `startTime` is the time of the payment, `duration` 0. */
  | 'NETWORK_OPERATORS'
  /** Accounts in a Merkle root of a network that is calculated off-chain (Symbiotic rewards V2). `startTime` is the time of the payment, `duration` 0. */
  | 'NETWORK_ACCOUNTS';

/** Kind of a governance change. */
export type GovernanceKind =
  /** Implementation of a proxy (Upgraded). */
  | 'UPGRADE'
  /** Implementation behind a beacon, so of every proxy that follows it (Upgraded of a beacon). */
  | 'BEACON_UPGRADE'
  /** Beacon of a proxy (BeaconUpgraded). */
  | 'BEACON'
  /** Admin of a proxy (AdminChanged). */
  | 'PROXY_ADMIN'
  /** Paused functions, as bits (Paused). */
  | 'PAUSE'
  /** Paused functions, as bits (Unpaused). */
  | 'UNPAUSE'
  /** Owner of a contract (OwnershipTransferred). */
  | 'OWNER'
  /** Account that may pause (PauserStatusChanged) or unpause (UnpauserChanged), or the registry of these accounts (PauserRegistrySet). */
  | 'PAUSER'
  /** Admins of an account (PermissionController). */
  | 'ADMIN'
  /** Appointees of an account (PermissionController). */
  | 'APPOINTEE'
  /** Slasher of an operator set (SlasherUpdated). */
  | 'SLASHER'
  /** Configurable delay or split (withdrawal delays, activation delay, default split). */
  | 'PARAMETER'
  /** Release of the protocol (ProtocolRegistry.SemanticVersionUpdated). */
  | 'VERSION'
  /** Role of an account on a vault or one of its contracts (RoleGranted, RoleRevoked). */
  | 'ROLE'
  /** Account that may veto slashings of a subnetwork (VetoSlasher.SetResolver). */
  | 'RESOLVER'
  /** Hook of a delegator, which can change its limits when it is slashed (SetHook). */
  | 'HOOK'
  /** Account that may slash for a network (NetworkMiddlewareService.SetMiddleware). */
  | 'MIDDLEWARE'
  /** Receiver of slashed stake (BurnerRouter). */
  | 'BURNER'
  /** Curator of a vault (CuratorRegistry.SetCurator). */
  | 'CURATOR';

/** Unit of a price. */
export type PriceNumeraire =
  /** Ether. */
  | 'ETH'
  /** US dollar. */
  | 'USD';

/** Whether a log of a followed contract was decoded. */
export type DecodeStatus =
  /** Decoded with the ABI of its contract. */
  | 'DECODED'
  /** The topic is in no known ABI; stored raw. */
  | 'UNKNOWN_TOPIC'
  /** The topic is known, but the data does not match the event, or contradicts itself; stored raw. */
  | 'MALFORMED';

/** Type of a delegator (Symbiotic core v1): how a vault's stake is promised to operators. */
export type DelegatorType =
  /** Every subnetwork up to its limit, divided among operators by shares (NetworkRestakeDelegator). */
  | 'NETWORK_RESTAKE'
  /** Every operator of every subnetwork up to its limit (FullRestakeDelegator). */
  | 'FULL_RESTAKE'
  /** One operator, in every subnetwork up to its limit (OperatorSpecificDelegator). */
  | 'OPERATOR_SPECIFIC'
  /** One operator in one network (OperatorNetworkSpecificDelegator). */
  | 'OPERATOR_NETWORK_SPECIFIC';

/** Type of a slasher (Symbiotic core v1). */
export type SlasherType =
  /** Slashes at once. */
  | 'INSTANT'
  /** Slashings are requested, and can be vetoed by a resolver, before they are executed. */
  | 'VETO';

/** What became of a slashing. */
export type SlashingStatus =
  /** Requested (Symbiotic veto slasher): it can still be executed, or vetoed. */
  | 'REQUESTED'
  /** Executed; all slashings of EigenLayer are. */
  | 'EXECUTED'
  /** Vetoed by the resolver. */
  | 'VETOED'
  /** Requested, and not executed within an epoch of the time of the stake: it can no longer be. No log says so. */
  | 'EXPIRED';

/** Why a value of a vault is null. */
export type VaultNullReason =
  /** Vaults of version 3, and pools of EigenLayer, have no epochs. */
  | 'NO_EPOCHS'
  /** A constant of the vault, its delegator or its slasher is unknown: no log says it, and the contract did not answer. */
  | 'CONSTANT_UNKNOWN'
  /** Vaults of versions 1 and 2 count stake by epochs. */
  | 'HAS_EPOCHS'
  /** It depends on assets that no log says: an adapter of the vault has put them where the price is not known. */
  | 'ASSETS_UNKNOWN'
  /** It depends on the time of the block, whose header is not stored, and is not the same at both known bounds of that time. */
  | 'BLOCK_TIME_UNKNOWN';

/** What a quorum counts as stake (StakeRegistry). */
export type QuorumStakeType =
  /** All shares that are delegated to the operator. */
  | 'TOTAL_DELEGATED'
  /** Shares that the operator set can slash, at the end of the look-ahead. */
  | 'TOTAL_SLASHABLE';

/** What became of a slashing request. */
export type SlashingRequestStatus =
  /** It can be vetoed until `vetoDeadline`, and executed from then on. It does not expire. */
  | 'REQUESTED'
  /** The committee vetoed it. */
  | 'CANCELLED'
  /** It was executed. */
  | 'FULFILLED';

/** Why there is no value. */
export type RiskNullReason =
  /** The population has no members. */
  | 'EMPTY'
  /** Members exist, none of them holds anything. */
  | 'ZERO_TOTAL'
  /** Stake lies in several pools, and shares of different pools are not added without prices; or none of it has a price. `meta.pricing.unpriced` lists the pools; read `perPool`, name one pool in the scope, or give prices. */
  | 'UNPRICED'
  /** The operator, pool, AVS or operator set is not known at that block. */
  | 'UNKNOWN_SCOPE'
  /** All members together do not pass the threshold. */
  | 'UNREACHABLE'
  /** It needs the deallocation delay, or for stake in the queue the withdrawal delay, which is not known for this network. */
  | 'CONSTANT_UNKNOWN'
  /** It depends on assets that no log says: an adapter of a vault has put them where the price is not known. */
  | 'ASSETS_UNKNOWN'
  /** It depends on the time of the block, whose header is not stored, and is not the same at both known bounds of that time. */
  | 'BLOCK_TIME_UNKNOWN'
  /** It is not defined for this population on this basis. */
  | 'NOT_DEFINED'
  /** It needs an assumption that was not given; see the arguments. */
  | 'ASSUMPTION_MISSING'
  /** Distress does not die out: the spectral radius of the impacts is not below 1, or too close to 1 for the series to converge. */
  | 'UNSTABLE'
  /** The draws that lose are too few: the 99 % interval is wider than a tenth of the value to each side. Ask for more draws, or a lower level. */
  | 'TOO_FEW_DRAWS'
  /** Stake lies in pools to which the label files give no class, and the class would change the answer. */
  | 'UNCLASSIFIED'
  /** Stake does not add up: several operators share a vault, and on DELEGATED each has what the vault gives it, so that shares of the sum say nothing. Ask for REGISTERED or SLASHABLE stake, or for one protocol or pool without it. */
  | 'NOT_ADDITIVE'
  /** Too few events: chance alone would give fewer than 5 windows with both. */
  | 'INSUFFICIENT_EVENTS'
  /** Fewer than 20 observations in common. */
  | 'INSUFFICIENT_OBSERVATIONS';

/** What a fall of price does to an AVS. */
export type DepegOutcome =
  /** It falls under its minimum. */
  | 'FALLS'
  /** It is under its minimum now. */
  | 'ALREADY_UNDER'
  /** It keeps its minimum, even if the class is worth nothing. */
  | 'NEVER';

/** Why hash and time of a block are null. */
export type BlockNullReason =
  /** Its header was not read: it has no log of an indexed contract, and was read in a longer range of history. The header of the last block of each range is stored, and of every block that was read at the head of the chain. */
  | 'HEADER_NOT_STORED';

/**
 * Which stake counts.
 *
 * It also says who serves an AVS or operator set, in all fields: with DELEGATED and REGISTERED the operators that are registered to
 * it (an AVS: to one of its sets, or in the AVSDirectory), with SLASHABLE and MIN_SLASHABLE those of whose stake it can slash some, in
 * any pool. Neither a pool in the scope nor prices change that: a pool in the scope says whose shares are measured, and who serves
 * an AVS with stake in other pools only, serves it with 0.
 */
export type StakeBasis =
  /**
   * Shares delegated to the operator (DelegationManager.operatorShares), whatever it is registered to.
   * With `avs` or `operatorSet` in the scope: of the operators registered to it, all their shares,
   * accepted by the AVS or not.
   */
  | 'DELEGATED'
  /**
   * Delegated shares in pools that an operator set accepts to which the operator is registered: what an
   * AVS advertises, not what it can slash. A pool that several sets accept counts once (maximum,
   * not sum). A registration by the AVSDirectory names no set and accepts every pool: `leverage.fromDirectory` is the part that counts by
   * such registrations alone.
   */
  | 'REGISTERED'
  /**
   * Shares that operator sets can slash now (AllocationManager.getMinimumSlashableStake at the block), in pools that they
   * accept, of members and of operators that left less than the deallocation delay ago. Sets add up: they slash different
   * parts of the stake.
   */
  | 'SLASHABLE'
  /** The same once the deallocation delay has passed: pending deallocations count as gone. What an AVS can rely on. */
  | 'MIN_SLASHABLE'
  /**
   * Weights that AVSs on eigenlayer-middleware recorded for the members of their quorums (StakeRegistry, ECDSAStakeRegistry): what
   * they count when they vote, which follows the stake only when somebody updates it. A quorum is a pool, by `<coordinator>/<number>`, because
   * weights of different quorums do not add up: name an operator set in the scope, or read `perPool`. AVSs on other contracts are not in it,
   * nor is an operator set that two coordinators claim.
   */
  | 'VOTES';

/** Unit of amounts. */
export type Numeraire =
  /** Shares of the one pool that holds the stake, in its base units; no price is used. */
  | 'NATIVE'
  /** Ether, by prices that were given. */
  | 'ETH'
  /** US dollar, by prices that were given. */
  | 'USD';

/** How a value was computed. */
export type RiskMethod =
  /** Exact rational arithmetic over all members. */
  | 'EXACT'
  /** A proven bound, or a value between proven bounds. */
  | 'BOUND'
  /** An estimate from seeded random draws, with 99 % intervals. */
  | 'SAMPLED';

/** A fall of price, and what AVSs need. */
export type DepegInput = {
  /** Class of the grouping whose price falls; the others keep theirs. */
  class: string;
  /** Minimum stake of AVSs. Only AVSs that are named are measured: without, nothing is known (ASSUMPTION_MISSING). */
  minima?: Array<ProfitInput> | null | undefined;
};

/** A value of an AVS, as assumed. */
export type ProfitInput = {
  /** Address of the AVS, in any case. */
  avs: string;
  /** Value in the unit of the stake: base units of the pool, or the numeraire if there are prices. At least 0. */
  value: string;
};

/** Prices that make shares of different pools addable. */
export type PricingInput = {
  /** What the prices are in. */
  numeraire: PriceNumeraire;
  /** Prices of your own; they take precedence over all others. */
  prices?: Array<PriceInput> | null | undefined;
  /** Where other prices may be from; the first that has one is used. Default: ARGUMENTS, FILE, FEEDS. Stake of assets without a price is unknown, and listed in `meta.pricing.unpriced` and `coverage`. */
  sources?: Array<PriceOrigin> | null | undefined;
};

/** Price of an asset. */
export type PriceInput = {
  /** Token address, in any case; the zero address is native ETH. */
  asset: string;
  /** Value of one whole token (10^decimals base units), above 0: `1.05` or `21/20`. */
  value: string;
};

/** Where a price is from. */
export type PriceOrigin =
  /** The argument `prices`. */
  | 'ARGUMENTS'
  /** The price file of the server (LINCHPIN_PRICES): its last price at or before the block. */
  | 'FILE'
  /** Price feeds that are indexed: the last answer at the block. Of several feeds the one whose address comes first. */
  | 'FEEDS';

/** Part of the stake. An unknown operator, pool, AVS or operator set gives `UNKNOWN_SCOPE`. */
export type RiskScope = {
  /** Only the stake of this protocol. Default: both; what has the same address in both is one operator, AVS or staker. */
  protocol?: ProtocolName | null | undefined;
  /** Address of an operator, in any case: only its stake. */
  operator?: string | null | undefined;
  /** Address of a pool (EigenLayer strategy, Symbiotic vault), in any case: only its shares. */
  pool?: string | null | undefined;
  /** Address of an AVS, in any case: only operators registered to it or to one of its sets. */
  avs?: string | null | undefined;
  /** `<avs>/<set id>`, or `symbiotic-<network>/<identifier>`: only operators registered to that operator set or subnetwork. */
  operatorSet?: string | null | undefined;
};

/** Which commitments: those that fit all given parts. */
export type CommitmentFilter = {
  /** Only of this protocol. */
  protocol_eq?: ProtocolName | null | undefined;
  /** Only of this operator. */
  operator_eq?: string | null | undefined;
  /** Only to this AVS, or network. */
  avs_eq?: string | null | undefined;
  /** Only to the operator set with this id, in any case. */
  operatorSet_eq?: string | null | undefined;
  /** Only of this pool. */
  pool_eq?: string | null | undefined;
};

/** Whose concentration is measured. */
export type ConcentrationPopulation =
  /** Operators, each separately: they are not grouped by company. */
  | 'OPERATORS'
  /** Operators grouped by the label files (docs/labels.md); an operator in no group counts separately. */
  | 'ENTITIES'
  /** Stakers who delegate, by what they could withdraw (DelegationManager.getWithdrawableShares), and depositors of vaults, by what their shares are worth; without contracts that hold shares for others. DELEGATED only. */
  | 'STAKERS'
  /** Assets: which tokens the stake is in; pools of one token together. Needs prices if there is more than one. */
  | 'ASSETS'
  /** Pools: in which of them the stake lies. Needs prices if there is more than one. */
  | 'POOLS'
  /** AVSs: whom the stake secures. Stake that secures several counts for each, except on SLASHABLE, where their parts differ. */
  | 'AVSS'
  /** Operator sets, as AVSs. */
  | 'OPERATOR_SETS';

/**
 * Who is slashed in a period: each operator alone, each group by a common shock, and the operators of an AVS by the sets of
 * that AVS alone; all faults are independent of each other. Stake that several faults hit loses to each its part of what the
 * others left, as in the contracts. Linchpin knows no probabilities: these are yours, and `meta.assumptions` repeats them.
 */
export type FaultsInput = {
  /** Probability that an operator is slashed alone in the period, in [0, 1]. */
  probability: string;
  /** What a fault takes, the same of all that it hits. Default: all. A part in (0, 1] of what can be slashed, or up to 10 parts with their probabilities, which add up to 1: "0.1", or "0.1: 0.9, 1: 0.1". */
  severity?: string | null | undefined;
  /** Operators with another probability. */
  operators?: Array<OperatorFaultInput> | null | undefined;
  /** Operators that fail together: a client, a cloud, a company. No operator is in two of them. */
  groups?: Array<GroupFaultInput> | null | undefined;
  /** AVSs whose own sets slash, each with a probability. */
  avss?: Array<AvsFaultInput> | null | undefined;
  /** The period, in words. It changes nothing; `meta.assumptions` repeats it. */
  horizon?: string | null | undefined;
};

/** Probability of one operator. */
export type OperatorFaultInput = {
  /** Address of the operator, in any case, or with `grouping` the name of its group. */
  operator: string;
  /** Probability that it is slashed alone in the period, in [0, 1]. */
  probability: string;
};

/** Operators that a common shock slashes together, each for all it has. */
export type GroupFaultInput = {
  /** Their addresses, in any case, or with `grouping` the names of their groups. */
  operators: Array<string>;
  /** Probability of the shock in the period, in [0, 1]. */
  probability: string;
  /** What the shock takes, the same part of all its operators. Default: `faults.severity`. A part in (0, 1] of what can be slashed, or up to 10 parts with their probabilities, which add up to 1: "0.1", or "0.1: 0.9, 1: 0.1". */
  severity?: string | null | undefined;
};

/** A fault in which the sets of one AVS slash: a bug in its slasher, a key that is stolen, a task that all fail. */
export type AvsFaultInput = {
  /** Address of the AVS, in any case. */
  avs: string;
  /** Probability of the fault in the period, in [0, 1]. */
  probability: string;
  /** Operators that it slashes, in any case. Default: all that it can slash. */
  operators?: Array<string> | null | undefined;
  /** What it takes of what its sets can slash, the same part of all. Default: `severity`. A part in (0, 1] of what can be slashed, or up to 10 parts with their probabilities, which add up to 1: "0.1", or "0.1: 0.9, 1: 0.1". */
  severity?: string | null | undefined;
};

/** Why a figure of a layer is null. */
export type TokenLayerNullReason =
  /** The units per share of the pool are unknown: no event and no poll told them. */
  | 'RATE_UNKNOWN'
  /** Neither the argument `tokens` nor the label file has the supply of the token. */
  | 'SUPPLY_UNKNOWN'
  /** Pools hold more units than are outstanding by the supply that was given. */
  | 'SUPPLY_TOO_SMALL'
  /** The stakers that back the token hold no stake, or only stake worth nothing. */
  | 'NO_BACKING'
  /** A figure of the layer around it is unknown. */
  | 'OUTER_UNKNOWN'
  /** Stake of the backers lies in several pools that lose different parts: give `pricing`. */
  | 'UNPRICED'
  /** The token is held, through pools, in its own backing. */
  | 'CYCLE'
  /** It needs the deallocation delay, or with `includeQueued` the withdrawal delay, which is not known for this network. */
  | 'CONSTANT_UNKNOWN';

/** What operators are ordered by. */
export type OperatorOrder =
  /** `stake`. */
  | 'STAKE'
  /** `avss`. */
  | 'AVSS'
  /** `registered`. */
  | 'REGISTERED'
  /** `registeredMultiplier`. */
  | 'REGISTERED_MULTIPLIER'
  /** `slashable`. */
  | 'SLASHABLE'
  /** `slashableLeverage`. */
  | 'SLASHABLE_LEVERAGE'
  /** `capitalAtRisk`. */
  | 'CAPITAL_AT_RISK'
  /** `hhi`. */
  | 'HHI'
  /** `topShare`. */
  | 'TOP_SHARE'
  /** `decisive`. */
  | 'DECISIVE';

/** What is compared in pairs. */
export type OverlapPopulation =
  /** AVSs, by the operators behind them. */
  | 'AVSS'
  /** Operator sets, by the operators behind them. */
  | 'OPERATOR_SETS'
  /** Operators, by the AVSs that they serve. */
  | 'OPERATORS';

/**
 * How alike two things are, in [0, 1]; 1 with itself. N, M: members of the two; x, y: what a member has in each.
 *
 * JACCARD and RUZICKA are low for a small AVS inside of a large one, however much it depends on it: read them together
 * with `exposure.directed`.
 */
export type OverlapMeasure =
  /** |N and M| / |N or M|. With REGISTERED, members are all that are registered, with stake or not. Source: Jaccard 1912. */
  | 'JACCARD'
  /** |N and M| / min(|N|, |M|). Source: Szymkiewicz 1934, Simpson 1943. */
  | 'OVERLAP_COEFFICIENT'
  /** sum of min(x, y) / sum of max(x, y): Jaccard on stake. Source: Ruzicka 1958. */
  | 'RUZICKA'
  /** sum of min(x, y) / min(sum of x, sum of y). */
  | 'WEIGHTED_OVERLAP'
  /** sum of xy / (|x| |y|): the correlation of losses if all members fail alike and independently of each other. */
  | 'COSINE';

/** What is missing to value the stake of a pool. */
export type PriceGap =
  /** No source has a price of its asset, or its asset is unknown. */
  | 'NO_PRICE'
  /** How many tokens a share is worth is unknown. */
  | 'NO_RATE'
  /** The decimals of its token are unknown. */
  | 'NO_DECIMALS';

/** How an audit asked the contracts. */
export type AuditMethod =
  /** By eth_call, as the provider answers. */
  | 'CALLS'
  /** By eth_getProof, proven against the header of the block. */
  | 'PROOFS'
  /** By answers that were recorded with the chain. */
  | 'RECORDING';

/** What is known about attacks. */
export type RobustnessVerdict =
  /** Proven: no attack pays. Attacks cost at least 1 + gamma times what they gain. */
  | 'CERTIFIED'
  /** An attack that pays was found: see `attack`. */
  | 'ATTACK'
  /** Neither proven nor found; also where stake without a price decides: an AVS with such stake is CERTIFIED by the certificate alone, and no attack on it is found. */
  | 'UNDECIDED';

/** Assumptions that the chain does not contain. `meta.assumptions` repeats them, defaults too. */
export type RobustnessAssumptions = {
  /** What corrupting an AVS is worth. AVSs that are not listed are assumed to be worth nothing to an attacker. */
  profit?: Array<ProfitInput> | null | undefined;
  /** Part of the stake behind an AVS that can corrupt it, in (0, 1]. Default: the quorum that a network logged (`quorumThresholds`), of all others `1/3`. One that is given is of all AVSs, but for those in `quorums`. */
  threshold?: string | null | undefined;
  /** Quorums of AVSs, which take the place of `threshold` and of those that were logged: to forge a decision takes the quorum, to halt the AVS more than one less the quorum. */
  quorums?: Array<QuorumInput> | null | undefined;
  /** Part of all stake that is lost at first, for `lossBound`, in [0, 1]. */
  psi?: string | null | undefined;
};

/** The quorum of an AVS or network. */
export type QuorumInput = {
  /** Its address, in any case. */
  avs: string;
  /** Part of all votes that it needs to agree, in (0, 1]: `2/3`. */
  threshold: string;
};

/** What can be found. */
export type SearchType =
  /** An operator of either protocol. */
  | 'OPERATOR'
  /** An AVS or a network. */
  | 'SERVICE'
  /** A pool: a strategy of EigenLayer or a vault of Symbiotic. */
  | 'POOL'
  /** A token that pools hold. */
  | 'ASSET'
  /** An account that deposited stake. */
  | 'STAKER';

/** What of a hit fits the text. */
export type SearchMatch =
  /** Its address begins with the text. */
  | 'ADDRESS'
  /** Its name in the label files has the text. */
  | 'NAME'
  /** The symbol of its token has the text. */
  | 'SYMBOL';

/** Decimals of a token. */
export type TokenDecimalsInput = {
  /** Address of the token, in any case. */
  asset: string;
  /** One whole token is 10 to this power of base units; 0 to 77. */
  decimals: number;
};

/** What AVSs are ordered by. */
export type ServiceOrder =
  /** `stake`. */
  | 'STAKE'
  /** `members`. */
  | 'MEMBERS'
  /** `hhi`. */
  | 'HHI'
  /** `nakamoto`. */
  | 'NAKAMOTO'
  /** `topShare`. */
  | 'TOP_SHARE'
  /** `exclusiveShare`. */
  | 'EXCLUSIVE_SHARE'
  /** `registered`. */
  | 'REGISTERED'
  /** `slashable`. */
  | 'SLASHABLE'
  /** `phantomShare`. */
  | 'PHANTOM_SHARE'
  /** `costOfCorruption`. */
  | 'COST_OF_CORRUPTION'
  /** `redistributable`. */
  | 'REDISTRIBUTABLE';

/** A shock: one of its members. */
export type ShockInput = {
  /** An operator set slashes an operator (AllocationManager.slashOperator). */
  slash?: SlashShock | null | undefined;
  /** A subnetwork slashes an amount of an operator in a vault (Slasher.slash): at most what it could slash of the stake that was captured (BaseSlasher.slashableStake), and the vault loses at most what it has. */
  slashVault?: VaultSlashShock | null | undefined;
  /** Operators are slashed by all AVSs, or some, by a part of what those can slash. */
  group?: GroupShock | null | undefined;
  /** All operator sets of an AVS slash everything that they can slash. */
  byzantineAvs?: AvsShock | null | undefined;
  /** An operator loses a part of all its stake, whatever the cause. */
  loss?: OperatorShock | null | undefined;
  /** A pool loses a part of its stake. */
  drainPool?: PoolShock | null | undefined;
  /** A part of a pool's stake is withdrawn; it is not lost. */
  massExit?: PoolShock | null | undefined;
  /** A pool's shares lose a part of their value, and no other pool's. Needs prices, or one pool in the scope, as `depegAsset` and `depegClass` do. */
  depeg?: PoolShock | null | undefined;
  /** A token loses a part of its value, in all pools that hold it. Pools whose token is unknown keep theirs. */
  depegAsset?: AssetShock | null | undefined;
  /** All pools of a class of the label files lose a part of their value. The others keep theirs, those of no class too. */
  depegClass?: ClassShock | null | undefined;
};

/** Arguments of slashOperator. */
export type SlashShock = {
  /** Operator. */
  operator: string;
  /** `<avs>/<set id>`. */
  operatorSet: string;
  /** Pools. */
  pools: Array<string>;
  /** For each pool the part (of 1e18, above 0) of what the set can slash. */
  wads: Array<string>;
};

/** A slashing of a vault (Symbiotic core v1). */
export type VaultSlashShock = {
  /** Operator. */
  operator: string;
  /** Subnetwork: `symbiotic-<network>/<identifier>`. */
  operatorSet: string;
  /** Vault. */
  pool: string;
  /** Amount that is asked for, in base units, above 0. */
  amount: string;
  /** Time of the stake that is slashed, in unix seconds. Default: the latest allowed, a second before the slashing. */
  captureTimestamp?: number | null | undefined;
};

/** A group of operators. */
export type GroupShock = {
  /** Its operators; or give `grouping` and `name`. */
  operators?: Array<string> | null | undefined;
  /** Kind of grouping in the label files. */
  grouping?: string | null | undefined;
  /** Name of the group in it. */
  name?: string | null | undefined;
  /** AVSs that slash them. Default: all. */
  avss?: Array<string> | null | undefined;
  /** Part of what each can slash, in (0, 1]. */
  fraction?: string;
};

/** An AVS. */
export type AvsShock = {
  /** Its address. */
  avs: string;
};

/** An operator and a part of its stake. */
export type OperatorShock = {
  /** Its address. */
  operator: string;
  /** Part, in [0, 1]. */
  fraction: string;
};

/** A pool and a part of it. */
export type PoolShock = {
  /** Its address. */
  pool: string;
  /** Part, in [0, 1]. */
  fraction: string;
};

/** A token and a part of its value. */
export type AssetShock = {
  /** Token address; the zero address is native ETH. */
  asset: string;
  /** Part, in [0, 1]. */
  fraction: string;
};

/** A class of assets and a part of their value. */
export type ClassShock = {
  /** Class by the label files: the label of the pool, or else of its token. */
  class: string;
  /** Kind of grouping in them. Default: `assetClass`. */
  grouping?: string | null | undefined;
  /** Part, in [0, 1]. */
  fraction: string;
};

/** Rules of a cascade. They are repeated in `meta.assumptions`. */
export type SimulationRules = {
  /** AVSs that fail if less stake than this is left, in the unit of the stake. */
  minimum?: Array<ProfitInput> | null | undefined;
  /** Part of its stake that every AVS must keep: below it the AVS fails; in (0, 1]. AVSs in `minimum` have that instead. */
  minimumShare?: string | null | undefined;
  /** Part of its stake whose loss makes an operator leave all its sets, in (0, 1]. */
  ejection?: string | null | undefined;
};

/** Why it is not known what the execution of a request would take. */
export type SlashingRequestNullReason =
  /** It is no longer pending: it was vetoed, or executed (`slashingLosses` of `SlashingRequest.slashing`). */
  | 'RESOLVED'
  /** Its log does not say which strategies it names, and more than one answer is possible (docs/avs-middleware.md). */
  | 'POOLS_UNKNOWN'
  /** The core would refuse it: a fraction is not above 0 and at most 1e18, or the operator set no longer has one of its strategies, or not as many. */
  | 'REFUSED'
  /** It needs the deallocation delay, or for stake in the queue the withdrawal delay, which is not known for this network. */
  | 'CONSTANT_UNKNOWN';

/** Where yield comes from. */
export type YieldSource =
  /** The protocol's own emission, whatever the token: for all earners, and what the EmissionsController submits. */
  | 'PROGRAMMATIC'
  /** In a token declared to be the AVS's own. */
  | 'OWN_TOKEN'
  /** In a token declared to be fee-like. */
  | 'FEE_LIKE'
  /** In a token declared to be neither. */
  | 'OTHER'
  /** In a token of which nothing was declared. */
  | 'UNCLASSIFIED';

export type BaseQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  pricing?: PricingInput | null | undefined;
  stakedEth?: string | null | undefined;
  grouping?: string | null | undefined;
  depeg?: DepegInput | null | undefined;
}>;


export type BaseQuery = { baseLayer: { avsCount: number, native: { restaked: string, delegated: string, share: string | null, toThird: string | null, toHalf: string | null, toTwoThirds: string | null, nullReason: RiskNullReason | null }, all: { stake: string | null, unclassified: string | null, hhi: string | null, nullReason: RiskNullReason | null, classes: Array<{ name: string, stake: string | null, share: string | null, atLeast: string | null, atMost: string | null }>, unclassifiedPools: Array<{ id: string, name: string | null }> } | null, avss: Array<{ avs: { id: string, name: string | null }, assets: { stake: string | null, hhi: string | null, unclassified: string | null, nullReason: RiskNullReason | null, classes: Array<{ name: string, share: string | null }> } }>, depeg: { nullReason: RiskNullReason | null, first: { outcome: DepegOutcome | null, depeg: string | null, avs: { id: string, name: string | null } } | null, avss: Array<{ outcome: DepegOutcome | null, depeg: string | null, nullReason: RiskNullReason | null, avs: { id: string, name: string | null } }> } | null, beaconChain: { stakers: number, pods: number, leastFactor: string | null, deposited: string, withdrawable: string, lost: string }, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type BothQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  pricing?: PricingInput | null | undefined;
}>;


export type BothQuery = { securityMarket: { stakersInBoth: number, protocols: Array<{ protocol: ProtocolName, operators: number, services: number, stakes: Array<{ stake: string | null, promised: string | null, slashable: string | null, leverage: string | null, nullReason: RiskNullReason | null, pool: { id: string, name: string | null } }>, worth: { stake: string | null, promised: string | null, slashable: string | null, leverage: string | null, operatorHhi: string | null, serviceHhi: string | null, rewards: string | null, rewardsPerSlashable: string | null, feeLikePerSlashable: string | null, nullReason: RiskNullReason | null, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } | null }>, operatorsInBoth: Array<{ id: string, name: string | null }>, servicesInBoth: Array<{ id: string, name: string | null }>, assetsInBoth: Array<{ id: string, name: string | null }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type CommitmentRowFragment = { unit: string | null, stake: string | null, slashableStake: string | null, nullReason: RiskNullReason | null, operator: { id: string, name: string | null }, operatorSet: { id: string, avs: { id: string, name: string | null } }, pool: { id: string, name: string | null } };

export type CompareQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  since: number;
}>;


export type CompareQuery = { overview: { now: { operators: number, holders: number, stake: string | null, slashable: string | null, slashableLeverage: string | null, phantomShare: string | null, capitalAtRisk: string | null, block: { number: number, timestampAtLeast: number | null }, ofSlashable: { hhi: string | null, nakamoto: number | null, topShare: string | null } | null, coverage: { isComplete: boolean } | null } | null, before: { operators: number, holders: number, stake: string | null, slashable: string | null, slashableLeverage: string | null, phantomShare: string | null, capitalAtRisk: string | null, block: { number: number, timestampAtLeast: number | null }, ofSlashable: { hhi: string | null, nakamoto: number | null, topShare: string | null } | null, coverage: { isComplete: boolean } | null } | null, changes: { came: { operators: { total: number, items: Array<{ id: string, name: string | null }> }, avss: { total: number, items: Array<{ id: string, name: string | null }> } }, left: { operators: { total: number, items: Array<{ id: string, name: string | null }> }, avss: { total: number, items: Array<{ id: string, name: string | null }> } }, slashings: { total: number, items: Array<{ id: string, block: number, operator: { id: string, name: string | null } }> }, moved: { total: number, items: Array<{ change: string, part: string, member: { id: string, name: string | null }, pool: { id: string, name: string | null } }> } } | null } };

export type ConcentrationSeriesQueryVariables = Exact<{
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  of: ConcentrationPopulation;
  basis: StakeBasis;
  from: number;
  to: number;
  every: number;
}>;


export type ConcentrationSeriesQuery = { series: { points: Array<{ block: number, timestampAtLeast: number | null, values: Array<{ name: string, value: string | null, nullReason: RiskNullReason | null }> }>, meta: { nullReason: RiskNullReason | null } } };

export type ConcentrationQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  of: ConcentrationPopulation;
  basis: StakeBasis;
}>;


export type ConcentrationQuery = { concentration: { hhi: string | null, hhiPoints: string | null, hhiNormalized: string | null, effectiveNumber: string | null, gini: string | null, theil: string | null, entropyNumber: string | null, third: { count: number | null, nullReason: RiskNullReason | null, members: Array<{ id: string, name: string | null }> | null }, half: { count: number | null, nullReason: RiskNullReason | null }, twoThirds: { count: number | null, nullReason: RiskNullReason | null }, lorenz: Array<{ population: string, share: string | null }> | null, shares: Array<{ share: string, amount: string | null, value: string | null, member: { id: string, name: string | null } }> | null, universe: { n: number | null, nZero: number | null, total: string | null, value: string | null }, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type ExitsQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
}>;


export type ExitsQuery = { withdrawalQueue: { withdrawalDelay: number | null, withdrawals: number, pools: Array<{ withdrawals: number, shares: string, completableShares: string, slashableShares: string, slashableUntilBlock: number | null, atRiskShares: string | null, undelegatedShares: string, pool: { id: string, name: string | null } }>, schedule: Array<{ slashableUntilBlock: number, completableFromBlock: number, withdrawals: number, shares: string, pool: { id: string, name: string | null } }>, meta: { nullReason: RiskNullReason | null } }, captiveStake: { blocksToLeave: number | null, operatorCount: number, immediateCount: number, pools: Array<{ delegatedShares: string, pool: { id: string, name: string | null }, captive: { operators: number, bindableShares: string, slashableShares: string | null } }>, meta: { nullReason: RiskNullReason | null } }, vaultEpochTotals: Array<{ id: string, vaultId: string, epoch: string, assets: string, vault: { epochStart: string, epochDuration: string | null } }>, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type GovernanceQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  blocks: number;
}>;


export type GovernanceQuery = { governance: { slasherChangeCount: number, stakeUnderChange: string | null, exit: { withdrawalDelay: number | null, deallocationDelay: number | null, blocksToExit: number | null, notice: number | null, exitGap: number | null }, slasherChanges: Array<{ announcedAtBlock: number, effectBlock: number, notice: number, exitGapNow: number | null, stake: string | null, operatorSet: { id: string }, slasher: { id: string, name: string | null } | null, pendingSlasher: { id: string, name: string | null } }>, redistribution: Array<{ slashable: string, redistributing: string, share: string, pool: { id: string, name: string | null } }>, vaults: Array<{ vetoDuration: string | null, epochDuration: string | null, resolverExitGap: string | null, vault: { id: string, name: string | null }, curator: { id: string, name: string | null } | null, owner: { id: string, name: string | null } | null, burner: { id: string, name: string | null } | null, hook: { id: string, name: string | null } | null, resolvers: Array<{ operatorSet: { id: string }, resolver: { id: string, name: string | null } | null }> }>, vetoCoverage: { slashable: string | null, vetoable: string | null, share: string | null, hhi: string | null, unknown: number } | null, upgrades: Array<{ kind: string, contracts: number, unknown: number, implementations: number, entropy: string | null }>, changes: { fromBlock: number, toBlock: number, count: number, kinds: Array<{ kind: string, count: number, firstSettings: number, lastBlock: number }> }, slashings: Array<{ slashing: string, block: number, changes: number, ownChanges: number, operator: { id: string, name: string | null }, operatorSet: { id: string } }>, sharedControllers: { count: number, controllers: Array<{ controller: { id: string, name: string | null }, avss: Array<{ id: string, name: string | null }> }> }, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, controllers: { hhi: string | null, slashable: string | null, unknown: string | null, controllers: Array<{ admins: number, stake: string | null, share: string | null, controller: { id: string, name: string | null }, operatorSets: Array<{ id: string }> }>, meta: { nullReason: RiskNullReason | null } }, governanceChanges: Array<{ id: string, block: number, kind: GovernanceKind, event: string, contractId: string, subject: string | null, before: string | null, after: string, effectBlock: string | null, effectTime: string | null }>, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type GroupedQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  basis: StakeBasis;
}>;


export type GroupedQuery = { alone: { hhi: string | null, effectiveNumber: string | null, gini: string | null, third: { count: number | null }, half: { count: number | null }, twoThirds: { count: number | null }, universe: { n: number | null } }, grouped: { hhi: string | null, effectiveNumber: string | null, gini: string | null, third: { count: number | null }, half: { count: number | null }, twoThirds: { count: number | null }, universe: { n: number | null } } };

export type FewFragment = { hhi: string | null, effectiveNumber: string | null, gini: string | null, third: { count: number | null }, half: { count: number | null }, twoThirds: { count: number | null }, universe: { n: number | null } };

export type LargestStakerQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
}>;


export type LargestStakerQuery = { concentration: { shares: Array<{ member: { id: string } }> | null } };

export type LayersQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
}>;


export type LayersQuery = { exposure: { tokenLayers: { wrapDepth: number, isComplete: boolean, cycles: Array<Array<{ id: string, name: string | null }>>, layers: Array<{ wrapDepth: number, backers: number, source: string, units: string | null, supply: string | null, supplySource: string | null, share: string | null, poolSlashing: string | null, total: string | null, nullReason: TokenLayerNullReason | null, path: Array<{ id: string, name: string | null }>, token: { id: string, name: string | null }, slashing: { shared: string | null, nullReason: TokenLayerNullReason | null }, both: { shared: string | null }, stake: Array<{ shares: string, slashable: string | null, pool: { id: string, name: string | null } }>, avss: Array<{ amount: string, avs: { id: string, name: string | null }, pool: { id: string, name: string | null } }> | null }> }, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, networks: Array<{ slashableStake: string | null, pool: { id: string }, operatorSet: { avs: { id: string, name: string | null } } }>, securityMarket: { protocols: Array<{ stakes: Array<{ services: number, pool: { id: string } }> }> }, pools: Array<{ id: string, protocol: ProtocolName, assetId: string | null, tokenSymbol: string | null }>, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type LoadQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  since?: BlockInput | null | undefined;
  offset: number;
}>;


export type LoadQuery = { overload: { operatorCount: number, distribution: Array<{ avsCount: number, operatorCount: number }>, operators: Array<{ avsCount: number, setCount: number, percentile: string | null, effectiveCommitments: string | null, registeredMultiplier: string | null, slashableLeverage: string | null, slashingConditions: number | null, slashers: number | null, stakePerAvs: string | null, ejections: number | null, lastEjectionBlock: number | null, nullReason: RiskNullReason | null, operator: { id: string, name: string | null }, growth: { avsCount: number, joined: Array<{ id: string }>, left: Array<{ id: string }> } | null }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type LossesQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  faults: FaultsInput;
  level: string;
  stakers?: Array<string> | string | null | undefined;
  offset: number;
}>;


export type LossesQuery = { lossDistribution: { expectedLoss: string | null, maximalLoss: string | null, anyLoss: string | null, avsCount: number, poolCount: number, tails: Array<{ level: string, valueAtRisk: string | null, expectedShortfall: string | null, lower: string | null, upper: string | null, nullReason: RiskNullReason | null }>, avss: Array<{ expectedLoss: string | null, valueAtRisk: string | null, coVaR: string | null, marginalShortfall: string | null, tailDependence: string | null, nullReason: RiskNullReason | null, avs: { id: string, name: string | null } }>, pools: Array<{ expectedLoss: string | null, maximalLoss: string | null, anyLoss: string, pool: { id: string, name: string | null }, tails: Array<{ valueAtRisk: string | null, expectedShortfall: string | null }> }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, correlation: { pairs: Array<{ value: string | null, bothHit: string, nullReason: RiskNullReason | null, a: { id: string, name: string | null }, b: { id: string, name: string | null } }>, meta: { nullReason: RiskNullReason | null } }, coSlashings: { slashings: number | null, pairCount: number, pairs: Array<{ both: number, expected: string | null, phi: string | null, lift: string | null, pValue: string | null, a: { id: string, name: string | null }, b: { id: string, name: string | null } }> }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type MethodQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
}>;


export type MethodQuery = { operators: { shares: Array<{ member: { id: string } }> | null, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, services: { avss: Array<{ avs: { id: string } }> }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type OperatorSeriesQueryVariables = Exact<{
  own: RiskScope;
  pricing?: PricingInput | null | undefined;
  from: number;
  to: number;
  every: number;
}>;


export type OperatorSeriesQuery = { series: { points: Array<{ block: number, timestampAtLeast: number | null, values: Array<{ name: string, value: string | null, nullReason: RiskNullReason | null }> }>, meta: { nullReason: RiskNullReason | null } } };

export type OperatorQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  id: string;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  losses?: number;
}>;


export type OperatorQuery = { operatorById: { id: string, address: string, protocols: Array<ProtocolName>, registeredAtBlock: number | null, allocationDelay: number | null, metadataURI: string | null, stakes: Array<{ shares: string, pool: { id: string, protocol: ProtocolName } }>, slashings: Array<{ id: string, block: number, operatorSetId: string, status: SlashingStatus | null, description: string }> } | null, operatorRanking: { operators: Array<{ stake: string | null, share: string | null, avss: number, registered: string | null, registeredMultiplier: string | null, slashable: string | null, slashableLeverage: string | null, capitalAtRisk: string | null, hhi: string | null, topShare: string | null, decisive: number | null, nullReason: RiskNullReason | null, operator: { id: string, name: string | null }, topAvs: { id: string, name: string | null } | null }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, requests: Array<{ id: string, requestId: string, status: SlashingRequestStatus, operatorId: string, description: string, requestedAtBlock: number, requestedAt: string, vetoDeadline: string | null, canBeVetoed: boolean | null, resolvedAtBlock: number | null, operatorSet: { id: string, avsId: string } | null, pools: Array<{ position: number, poolId: string | null, wad: string }> }>, requestLosses: { requests: Array<{ request: string, nullReason: SlashingRequestNullReason | null, pools: Array<{ shares: string | null, pool: { id: string } | null }>, atMost: Array<{ shares: string, pool: { id: string } }> }> }, commitments: Array<{ unit: string | null, stake: string | null, slashableStake: string | null, nullReason: RiskNullReason | null, operator: { id: string, name: string | null }, operatorSet: { id: string, avs: { id: string, name: string | null } }, pool: { id: string, name: string | null } }>, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type OperatorsQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  orderBy: OperatorOrder;
  descending: boolean;
  offset: number;
}>;


export type OperatorsQuery = { operatorRanking: { count: number, operators: Array<{ stake: string | null, share: string | null, avss: number, registered: string | null, registeredMultiplier: string | null, slashable: string | null, slashableLeverage: string | null, capitalAtRisk: string | null, topShare: string | null, decisive: number | null, nullReason: RiskNullReason | null, operator: { id: string, name: string | null }, topAvs: { id: string, name: string | null } | null }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type OverlapQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  among: OverlapPopulation;
  measure: OverlapMeasure;
  basis: StakeBasis;
  focus: string;
  hasFocus: boolean;
}>;


export type OverlapQuery = { overlap: { pairCount: number, items: Array<{ id: string, name: string | null }>, pairs: Array<{ value: string | null, forcedShared: string | null, possibleShared: string | null, a: { id: string }, b: { id: string } }>, more: Array<{ value: string | null, forcedShared: string | null, possibleShared: string | null, a: { id: string }, b: { id: string } }>, nearest?: Array<{ value: string | null, member: { id: string, name: string | null } }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, exposure: { columns: Array<{ total: string | null, member: { id: string, name: string | null }, operators: Array<{ amount: string | null, operator: { id: string, name: string | null } }> }>, directed: Array<{ share: string | null, from: { id: string, name: string | null }, to: { id: string, name: string | null } }> }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type PairFragment = { value: string | null, forcedShared: string | null, possibleShared: string | null, a: { id: string }, b: { id: string } };

export type OverviewSeriesQueryVariables = Exact<{
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  from: number;
  to: number;
  every: number;
}>;


export type OverviewSeriesQuery = { series: { points: Array<{ block: number, timestampAtLeast: number | null, values: Array<{ name: string, value: string | null, nullReason: RiskNullReason | null }> }>, meta: { nullReason: RiskNullReason | null } } };

export type OverviewQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  since?: number | null | undefined;
}>;


export type OverviewQuery = { overview: { now: { operators: number, holders: number, stake: string | null, slashable: string | null, slashableLeverage: string | null, phantomShare: string | null, capitalAtRisk: string | null, block: { number: number, timestampAtLeast: number | null }, ofSlashable: { hhi: string | null, nakamoto: number | null, topShare: string | null } | null, coverage: { isComplete: boolean } | null } | null, before: { operators: number, holders: number, stake: string | null, slashable: string | null, slashableLeverage: string | null, phantomShare: string | null, capitalAtRisk: string | null, block: { number: number, timestampAtLeast: number | null }, ofSlashable: { hhi: string | null, nakamoto: number | null, topShare: string | null } | null, coverage: { isComplete: boolean } | null } | null, topOperators: Array<{ stake: string | null, slashable: string | null, avss: number, operator: { id: string, name: string | null } }>, topAvss: Array<{ stake: string | null, nakamoto: number | null, costOfCorruption: string | null, avs: { id: string, name: string | null } }>, changes: { came: { operators: { total: number, items: Array<{ id: string, name: string | null }> }, avss: { total: number, items: Array<{ id: string, name: string | null }> } }, left: { operators: { total: number, items: Array<{ id: string, name: string | null }> }, avss: { total: number, items: Array<{ id: string, name: string | null }> } }, slashings: { total: number, items: Array<{ id: string, block: number, operator: { id: string, name: string | null } }> }, moved: { total: number, items: Array<{ change: string, part: string, member: { id: string, name: string | null }, pool: { id: string, name: string | null } }> } } | null, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, securityMarket: { protocols: Array<{ protocol: ProtocolName, operators: number, services: number, stakes: Array<{ stake: string | null, promised: string | null, slashable: string | null, nullReason: RiskNullReason | null }> }>, operatorsInBoth: Array<{ id: string, name: string | null }> }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type PoolsQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  pricing: PricingInput;
}>;


export type PoolsQuery = { securityMarket: { protocols: Array<{ protocol: ProtocolName, operators: number, services: number, stakes: Array<{ stake: string | null, promised: string | null, slashable: string | null, leverage: string | null, operators: number, services: number, operatorHhi: string | null, nullReason: RiskNullReason | null, pool: { id: string, name: string | null } }> }>, operatorsInBoth: Array<{ id: string, name: string | null }>, servicesInBoth: Array<{ id: string, name: string | null }> }, pools: Array<{ id: string, protocol: ProtocolName, whitelisted: boolean, assetId: string | null, tokenSymbol: string | null, tokenDecimals: number | null }>, vaults: Array<{ id: string, version: number | null, delegatorType: DelegatorType | null, slasherType: SlasherType | null, epochDuration: string | null, vetoDuration: string | null, activeStake: string | null, totalStake: string | null, nullReason: VaultNullReason | null }>, prices: { pools: Array<{ price: string | null, origin: PriceOrigin | null, source: string | null, missing: PriceGap | null, pool: { id: string } }>, meta: { nullReason: RiskNullReason | null } }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type PositionQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
}>;


export type PositionQuery = { pools: Array<{ id: string, protocol: ProtocolName, tokenSymbol: string | null }>, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, age: number | null, source: BlockSource | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type QualityQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
}>;


export type QualityQuery = { overview: { dataQuality: { indexedTo: number, chainHead: number | null, lag: number | null, isFinal: boolean, provenTo: number | null, isProven: boolean, polledAt: number | null, unknownConstants: string | null, unknownBases: Array<StakeBasis>, missingContracts: Array<string>, stopped: string | null } | null, meta: { nullReason: RiskNullReason | null } }, protocols: Array<{ name: ProtocolName, version: string | null, minWithdrawalDelayBlocks: number | null, deallocationDelayBlocks: number | null }>, undecoded: Array<{ id: string, block: number, address: string, kind: ContractKind, status: DecodeStatus, topics: Array<string> | null }>, undecodedCount: { totalCount: number }, eventCount: { totalCount: number }, blocks: Array<{ block: number, hash: string, blockTime: string, digest: string }>, replacedBlocks: Array<{ block: number, hash: string, replacedAt: number, wasFinal: boolean, isIndexedAgain: boolean | null }>, audits: Array<{ endedAt: number, block: number, isOfIndex: boolean | null, method: AuditMethod, compared: string, different: string, unknown: string, failed: Array<string> }>, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, age: number | null, source: BlockSource | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type ResilienceQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  assumptions?: RobustnessAssumptions | null | undefined;
  k: number;
  threshold: string;
}>;


export type ResilienceQuery = { robustness: { verdict: RobustnessVerdict | null, method: string | null, gamma: string | null, breakEvenScale: string | null, tightest: { id: string, name: string | null } | null, freeAttacks: Array<{ id: string, name: string | null }>, attack: { gain: string, cost: string, profit: string, operators: Array<{ id: string, name: string | null }>, avss: Array<{ id: string, name: string | null }> } | null, perAvs: Array<{ profit: string | null, stake: string | null, stakeToCorrupt: string | null, headroom: string | null, nullReason: RiskNullReason | null, avs: { id: string, name: string | null }, costOfCorruption: { lower: string, upper: string | null, isExact: boolean | null, operators: Array<{ id: string, name: string | null }> } | null }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, worstOperators: { value: string | null, share: string | null, atMost: string | null, isOptimal: boolean | null, lossNullReason: RiskNullReason | null, operators: Array<{ id: string, name: string | null }>, avss: Array<{ id: string, name: string | null }>, undecided: Array<{ id: string }>, loss: { value: string | null, atMost: string | null, operators: Array<{ id: string, name: string | null }>, pools: Array<{ shares: string, pool: { id: string, name: string | null } }>, avss: Array<{ amount: string | null, avs: { id: string, name: string | null } }> } | null, meta: { nullReason: RiskNullReason | null } }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type RewardsQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  pricing: PricingInput;
  decimals?: Array<TokenDecimalsInput> | TokenDecimalsInput | null | undefined;
}>;


export type RewardsQuery = { yieldSources: { from: number | null, to: number | null, value: string | null, payerHhi: string | null, effectivePayers: string | null, sources: Array<{ source: YieldSource, value: string | null, share: { value: string | null, atLeast: string | null, atMost: string | null, nullReason: RiskNullReason | null } }>, emissionShare: { value: string | null, atLeast: string | null, atMost: string | null, nullReason: RiskNullReason | null } | null, feeLikeShare: { value: string | null, atLeast: string | null, atMost: string | null, nullReason: RiskNullReason | null } | null, tokens: Array<{ source: YieldSource, amount: string, value: string | null, remaining: string, missing: PriceGap | null, token: { id: string, name: string | null } }>, payers: Array<{ value: string | null, share: string | null, payer: { id: string, name: string | null } }>, runway: { remaining: string | null, perDay: string | null, days: string | null, until: number | null, nullReason: RiskNullReason | null } | null, apr: { value: string | null, feeLike: string | null, meanStake: string | null, nullReason: RiskNullReason | null } | null, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, rewardSubmissions: Array<{ id: string, block: number, kind: RewardKind, avsId: string | null, submitter: string | null, token: string, amount: string, startTime: string, duration: string }>, vaultDistributions: Array<{ id: string, block: number, vaultId: string | null, avsId: string, token: string, amount: string | null, adminFee: string | null, snapshotTime: string }>, merkleRewards: Array<{ id: string, contract: string, avsId: string, token: string | null, balance: string | null }>, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type MeasuredFragment = { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null };

export type SearchQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  text: string;
}>;


export type SearchQuery = { search: Array<{ type: SearchType, symbol: string | null, match: SearchMatch, member: { id: string, name: string | null } }> };

export type SeriesPointsFragment = { points: Array<{ block: number, timestampAtLeast: number | null, values: Array<{ name: string, value: string | null, nullReason: RiskNullReason | null }> }>, meta: { nullReason: RiskNullReason | null } };

export type ServiceQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  id: string;
  scope?: RiskScope | null | undefined;
  avsScope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  losses?: number;
}>;


export type ServiceQuery = { avs: { id: string, address: string, protocols: Array<ProtocolName>, registrar: string | null, firstSeenBlock: number, metadataURI: string | null } | null, services: { slasherNotice: number | null, avss: Array<{ stake: string | null, members: number, hhi: string | null, nakamoto: number | null, topShare: string | null, exclusiveShare: string | null, registered: string | null, slashable: string | null, departed: string | null, phantomShare: string | null, costOfCorruption: string | null, redistributes: boolean, redistributable: string | null, nullReason: RiskNullReason | null, avs: { id: string, name: string | null }, topOperator: { id: string, name: string | null } | null, operatorSets: Array<{ slashable: string | null, effectBlock: number | null, operatorSet: { id: string }, slasher: { id: string, name: string | null } | null, pendingSlasher: { id: string, name: string | null } | null, redistributionRecipient: { id: string, name: string | null } | null }> }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, concentration: { third: { count: number | null, nullReason: RiskNullReason | null, members: Array<{ id: string, name: string | null }> | null }, twoThirds: { count: number | null, nullReason: RiskNullReason | null, members: Array<{ id: string, name: string | null }> | null }, shares: Array<{ share: string, amount: string | null, value: string | null, member: { id: string, name: string | null } }> | null, universe: { n: number | null, total: string | null, value: string | null }, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, requests: Array<{ id: string, requestId: string, status: SlashingRequestStatus, operatorId: string, description: string, requestedAtBlock: number, requestedAt: string, vetoDeadline: string | null, canBeVetoed: boolean | null, resolvedAtBlock: number | null, operatorSet: { id: string, avsId: string } | null, pools: Array<{ position: number, poolId: string | null, wad: string }> }>, requestLosses: { requests: Array<{ request: string, nullReason: SlashingRequestNullReason | null, pools: Array<{ shares: string | null, pool: { id: string } | null }>, atMost: Array<{ shares: string, pool: { id: string } }> }> }, votes: Array<{ id: string, operatorId: string | null, stake: string, weightNow: string | null, difference: string | null, age: number | null, quorum: { number: number, totalStake: string, stakeType: QuorumStakeType | null }, operator: { id: string } | null }>, ejections: Array<{ id: string, block: number, stake: string, isRemoved: boolean, isRateLimitHit: boolean, operator: { id: string } | null, quorum: { number: number } | null }>, commitments: Array<{ unit: string | null, stake: string | null, slashableStake: string | null, nullReason: RiskNullReason | null, operator: { id: string, name: string | null }, operatorSet: { id: string, avs: { id: string, name: string | null } }, pool: { id: string, name: string | null } }>, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type ServicesQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  orderBy: ServiceOrder;
  descending: boolean;
  offset: number;
}>;


export type ServicesQuery = { services: { count: number, slasherNotice: number | null, avss: Array<{ stake: string | null, members: number, hhi: string | null, nakamoto: number | null, topShare: string | null, exclusiveShare: string | null, registered: string | null, slashable: string | null, phantomShare: string | null, costOfCorruption: string | null, redistributes: boolean, redistributable: string | null, nullReason: RiskNullReason | null, avs: { id: string, name: string | null }, topOperator: { id: string, name: string | null } | null }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, networks: Array<{ unit: string | null, stake: string | null, slashableStake: string | null, nullReason: RiskNullReason | null, operator: { id: string, name: string | null }, operatorSet: { id: string, avs: { id: string, name: string | null } }, pool: { id: string, name: string | null } }>, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type SimulateQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
  shocks: Array<ShockInput> | ShockInput;
  rules?: SimulationRules | null | undefined;
  stakers?: Array<string> | string | null | undefined;
  hasShock: boolean;
  otherShocks: Array<ShockInput> | ShockInput;
  otherRules?: SimulationRules | null | undefined;
  hasOther: boolean;
}>;


export type SimulateQuery = { operatorRanking: { operators: Array<{ operator: { id: string, name: string | null } }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, services: { avss: Array<{ avs: { id: string, name: string | null } }> }, simulate?: { capitalLossValue: string | null, operators: Array<{ sharesBefore: string, sharesAfter: string, queuedLoss: string, maxMagnitudeBefore: string, maxMagnitudeAfter: string, operator: { id: string, name: string | null } | null, pool: { id: string, name: string | null } }>, avss: Array<{ before: string | null, after: string | null, failedRound: number | null, hasFailed: boolean | null, nullReason: RiskNullReason | null, avs: { id: string, name: string | null }, pool: { id: string, name: string | null } | null }>, capitalLoss: Array<{ shares: string, queuedShares: string, pool: { id: string, name: string | null } }>, position: { value: string | null, nullReason: RiskNullReason | null, pools: Array<{ shares: string, pool: { id: string, name: string | null } }> } | null, rounds: Array<{ round: number, causes: Array<string> }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, other?: { capitalLossValue: string | null, operators: Array<{ sharesBefore: string, sharesAfter: string, queuedLoss: string, maxMagnitudeBefore: string, maxMagnitudeAfter: string, operator: { id: string, name: string | null } | null, pool: { id: string, name: string | null } }>, avss: Array<{ before: string | null, after: string | null, failedRound: number | null, hasFailed: boolean | null, nullReason: RiskNullReason | null, avs: { id: string, name: string | null }, pool: { id: string, name: string | null } | null }>, capitalLoss: Array<{ shares: string, queuedShares: string, pool: { id: string, name: string | null } }>, position: { value: string | null, nullReason: RiskNullReason | null, pools: Array<{ shares: string, pool: { id: string, name: string | null } }> } | null, rounds: Array<{ round: number, causes: Array<string> }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type OutcomeFragment = { capitalLossValue: string | null, operators: Array<{ sharesBefore: string, sharesAfter: string, queuedLoss: string, maxMagnitudeBefore: string, maxMagnitudeAfter: string, operator: { id: string, name: string | null } | null, pool: { id: string, name: string | null } }>, avss: Array<{ before: string | null, after: string | null, failedRound: number | null, hasFailed: boolean | null, nullReason: RiskNullReason | null, avs: { id: string, name: string | null }, pool: { id: string, name: string | null } | null }>, capitalLoss: Array<{ shares: string, queuedShares: string, pool: { id: string, name: string | null } }>, position: { value: string | null, nullReason: RiskNullReason | null, pools: Array<{ shares: string, pool: { id: string, name: string | null } }> } | null, rounds: Array<{ round: number, causes: Array<string> }>, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } };

export type SlashingLossesQueryVariables = Exact<{
  slashing: string;
}>;


export type SlashingLossesQuery = { slashingLosses: Array<{ staker: string, pool: string, loss: string, queuedLoss: string }> };

export type SlashingRequestsFragment = { id: string, requestId: string, status: SlashingRequestStatus, operatorId: string, description: string, requestedAtBlock: number, requestedAt: string, vetoDeadline: string | null, canBeVetoed: boolean | null, resolvedAtBlock: number | null, operatorSet: { id: string, avsId: string } | null, pools: Array<{ position: number, poolId: string | null, wad: string }> };

export type SlashingRequestLossesFragment = { requests: Array<{ request: string, nullReason: SlashingRequestNullReason | null, pools: Array<{ shares: string | null, pool: { id: string } | null }>, atMost: Array<{ shares: string, pool: { id: string } }> }> };

export type SlashingTouchedQueryVariables = Exact<{
  block: BlockInput;
  where: CommitmentFilter;
}>;


export type SlashingTouchedQuery = { commitments: Array<{ unit: string | null, stake: string | null, slashableStake: string | null, nullReason: RiskNullReason | null, operator: { id: string, name: string | null }, operatorSet: { id: string, avs: { id: string, name: string | null } }, pool: { id: string, name: string | null } }> };

export type SlashingsQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  offset: number;
  losses?: number;
}>;


export type SlashingsQuery = { slashings: Array<{ id: string, block: number, blockTime: string, transactionHash: string, protocol: ProtocolName, status: SlashingStatus | null, statusNullReason: VaultNullReason | null, state: SlashState | null, operatorId: string, description: string, redistributionRecipient: string | null, captureTimestamp: string | null, vetoDeadline: string | null, vetoedBy: string | null, resolvedAtBlock: number | null, operatorSet: { id: string, avsId: string }, pools: Array<{ poolId: string, wadSlashed: string | null, sharesBefore: string | null, sharesAfter: string | null, queuedSharesSlashed: string | null, requested: string | null, accounted: string | null, realized: string | null }> }>, requests: Array<{ id: string, requestId: string, status: SlashingRequestStatus, operatorId: string, description: string, requestedAtBlock: number, requestedAt: string, vetoDeadline: string | null, canBeVetoed: boolean | null, resolvedAtBlock: number | null, operatorSet: { id: string, avsId: string } | null, pools: Array<{ position: number, poolId: string | null, wad: string }> }>, requestLosses: { requests: Array<{ request: string, nullReason: SlashingRequestNullReason | null, pools: Array<{ shares: string | null, pool: { id: string } | null }>, atMost: Array<{ shares: string, pool: { id: string } }> }> }, requested: Array<{ id: string, status: SlashingRequestStatus, requestedAtBlock: number }>, timeline: Array<{ id: string, block: number, status: SlashingStatus | null, protocol: ProtocolName }>, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type StakerQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  id: string;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
}>;


export type StakerQuery = { lookThrough: { stake: string | null, queued: string | null, maximalLoss: string | null, maximalLossShare: string | null, operator: { id: string, name: string | null } | null, positions: Array<{ shares: string, isCounted: boolean, pool: { id: string, name: string | null } }>, operators: Array<{ amount: string | null, share: string | null, member: { id: string, name: string | null } }>, avss: Array<{ amount: string | null, share: string | null, member: { id: string, name: string | null } }>, slashers: Array<{ amount: string | null, share: string | null, member: { id: string, name: string | null } }>, worstSlashing: { loss: string | null, share: string | null, operator: { id: string, name: string | null }, operatorSet: { id: string } } | null, worstOperators: Array<{ loss: string | null, share: string | null, operator: { id: string, name: string | null } }>, concentration: { operators: string | null }, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, pools: Array<{ id: string, protocol: ProtocolName }>, withdrawalQueue: { withdrawalDelay: number | null, withdrawals: number, schedule: Array<{ slashableUntilBlock: number, completableFromBlock: number, withdrawals: number, shares: string, pool: { id: string, name: string | null } }>, meta: { nullReason: RiskNullReason | null } }, vaultWithdrawals: Array<{ id: string, vaultId: string, epoch: string, shares: string, vault: { epochStart: string, epochDuration: string | null } }>, claimableRewards: { count: number, rewards: Array<{ token: string, amount: string, rewards: number, vault: { id: string, name: string | null }, network: { id: string, name: string | null } }> }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type StakersQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  scope?: RiskScope | null | undefined;
  pricing?: PricingInput | null | undefined;
}>;


export type StakersQuery = { concentration: { hhi: string | null, third: { count: number | null, nullReason: RiskNullReason | null }, shares: Array<{ share: string, amount: string | null, value: string | null, member: { id: string, name: string | null } }> | null, universe: { n: number | null, total: string | null, value: string | null }, meta: { basis: StakeBasis | null, grouping: string | null, nullReason: RiskNullReason | null, method: RiskMethod, pricing: { numeraire: Numeraire, source: string | null, unpriced: Array<{ id: string, name: string | null }> }, coverage: { pools: number, pricedPools: number, holders: number, pricedHolders: number, isComplete: boolean } | null } }, _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type StampFragment = { _meta: { head: number | null, lag: number | null, finalized: number, digest: string | null, provenTo: number | null, network: string, chainId: number, updatedAt: number, hasIndexingErrors: boolean, indexingError: string | null, missingContracts: Array<string>, explorer: string | null, block: { number: number, timestamp: number | null, nullReason: BlockNullReason | null } }, first: Array<{ block: number, blockTime: string }> };

export type StandingFragment = { _meta: { age: number | null, source: BlockSource | null } };

export type TokensQueryVariables = Exact<{
  block?: BlockInput | null | undefined;
  pricing: PricingInput;
}>;


export type TokensQuery = { pools: Array<{ id: string, assetId: string | null, tokenSymbol: string | null, tokenDecimals: number | null, asset: { decimals: number | null } | null }>, prices: { pools: Array<{ price: string | null, rate: string | null, shareValue: string | null, pool: { id: string, name: string | null } }> }, names: Array<{ id: string, name: string | null }> };

export type FiguresFragment = { operators: number, holders: number, stake: string | null, slashable: string | null, slashableLeverage: string | null, phantomShare: string | null, capitalAtRisk: string | null, block: { number: number, timestampAtLeast: number | null }, ofSlashable: { hhi: string | null, nakamoto: number | null, topShare: string | null } | null, coverage: { isComplete: boolean } | null };

export type ChangesFragment = { came: { operators: { total: number, items: Array<{ id: string, name: string | null }> }, avss: { total: number, items: Array<{ id: string, name: string | null }> } }, left: { operators: { total: number, items: Array<{ id: string, name: string | null }> }, avss: { total: number, items: Array<{ id: string, name: string | null }> } }, slashings: { total: number, items: Array<{ id: string, block: number, operator: { id: string, name: string | null } }> }, moved: { total: number, items: Array<{ change: string, part: string, member: { id: string, name: string | null }, pool: { id: string, name: string | null } }> } };

export type QuorumVotesFragment = { id: string, operatorId: string | null, stake: string, weightNow: string | null, difference: string | null, age: number | null, quorum: { number: number, totalStake: string, stakeType: QuorumStakeType | null }, operator: { id: string } | null };

export type QuorumEjectionsFragment = { id: string, block: number, stake: string, isRemoved: boolean, isRateLimitHit: boolean, operator: { id: string } | null, quorum: { number: number } | null };
