import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BooleanColumn as BooleanColumn_, BigIntColumn as BigIntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {ProtocolName} from "./_protocolName"
import {Asset} from "./asset.model"
import {OperatorStake} from "./operatorStake.model"
import {Stake} from "./stake.model"

/**
 * One kind of stake with its own shares: an EigenLayer strategy, or native ETH (beaconChainETHStrategy).
 */
@Entity_()
export class Pool {
    constructor(props?: Partial<Pool>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Pool address in lower case.
     */
    @StringColumn_({nullable: false})
    key!: string

    /**
     * First block of this version.
     */
    @IntColumn_({nullable: false})
    fromBlock!: number

    /**
     * First block at which this version is no longer valid; null: it is current.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Strategy contract, or the virtual beaconChainETHStrategy.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Protocol it belongs to.
     */
    @Column_("varchar", {length: 10, nullable: false})
    protocol!: ProtocolName

    /**
     * Its token; null if never emitted (legacy strategies).
     */
    @Index_()
    @ManyToOne_(() => Asset, {nullable: true})
    asset!: Asset | undefined | null

    /**
     * Whether new deposits are allowed (StrategyManager.strategyIsWhitelistedForDeposit); native ETH is always.
     */
    @BooleanColumn_({nullable: false})
    whitelisted!: boolean

    /**
     * Tokens per 1e18 shares when the pool last emitted ExchangeRateEmitted; null before.
     */
    @BigIntColumn_({nullable: true})
    exchangeRate!: bigint | undefined | null

    /**
     * Burnable shares from slashings without slash ids (BurnableSharesIncreased, v1.3 and v1.4).
     */
    @BigIntColumn_({nullable: false})
    burnableShares!: bigint

    /**
     * Block in which it was first seen.
     */
    @IntColumn_({nullable: false})
    firstSeenBlock!: number

    /**
     * Operators' shares of this pool.
     */
    @OneToMany_(() => OperatorStake, e => e.pool)
    operatorStakes!: OperatorStake[]

    /**
     * Stakers' deposits in this pool.
     */
    @OneToMany_(() => Stake, e => e.pool)
    stakes!: Stake[]
}
