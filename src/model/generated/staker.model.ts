import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Stake} from "./stake.model"
import {Delegation} from "./delegation.model"
import {Withdrawal} from "./withdrawal.model"

/**
 * An account that deposits stake.
 */
@Entity_()
export class Staker {
    constructor(props?: Partial<Staker>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Staker address in lower case.
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
     * Staker address.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Factor (of 1e18) by which slashings on the beacon chain reduce its native ETH (EigenPodManager.beaconChainSlashingFactor).
     */
    @BigIntColumn_({nullable: false})
    beaconChainSlashingFactor!: bigint

    /**
     * Its EigenPod, as emitted by PodDeployed; null: none.
     */
    @BytesColumn_({nullable: true})
    pod!: Uint8Array | undefined | null

    /**
     * Block in which it was first seen.
     */
    @IntColumn_({nullable: false})
    firstSeenBlock!: number

    /**
     * Deposits per pool.
     */
    @OneToMany_(() => Stake, e => e.staker)
    stakes!: Stake[]

    /**
     * Its delegation: one row or none.
     */
    @OneToMany_(() => Delegation, e => e.staker)
    delegations!: Delegation[]

    /**
     * Its withdrawals.
     */
    @OneToMany_(() => Withdrawal, e => e.staker)
    withdrawals!: Withdrawal[]
}
