import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Stake} from "./stake.model"
import {Delegation} from "./delegation.model"
import {Withdrawal} from "./withdrawal.model"

/**
 * Someone who deposits stake.
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
     * First block at which this version no longer holds; null while it does.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Staker address.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Factor (of 1e18) by which beacon chain losses reduce its native ETH (EigenPodManager.beaconChainSlashingFactor).
     */
    @BigIntColumn_({nullable: false})
    beaconChainSlashingFactor!: bigint

    /**
     * Its EigenPod, if PodDeployed told one.
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
     * To whom it delegates: one row or none.
     */
    @OneToMany_(() => Delegation, e => e.staker)
    delegations!: Delegation[]

    /**
     * Its withdrawals.
     */
    @OneToMany_(() => Withdrawal, e => e.staker)
    withdrawals!: Withdrawal[]
}
