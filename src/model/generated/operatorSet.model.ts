import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, BytesColumn as BytesColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Avs} from "./avs.model"
import {OperatorSetPool} from "./operatorSetPool.model"
import {AvsRegistration} from "./avsRegistration.model"
import {Allocation} from "./allocation.model"
import {Slashing} from "./slashing.model"

/**
 * A group of operators that an AVS made, with the pools it accepts.
 */
@Entity_()
export class OperatorSet {
    constructor(props?: Partial<OperatorSet>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<avs>/<set id>`.
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
     * AVS that owns it.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs

    /**
     * Number the AVS chose (uint32), decimal.
     */
    @BigIntColumn_({nullable: false})
    setId!: bigint

    /**
     * Block of OperatorSetCreated; null if it was only named by other events so far.
     */
    @IntColumn_({nullable: true})
    createdAtBlock!: number | undefined | null

    /**
     * Who receives slashed stake if not burned (RedistributionAddressSet); null: burned.
     */
    @BytesColumn_({nullable: true})
    redistributionRecipient!: Uint8Array | undefined | null

    /**
     * Block in which it was first seen.
     */
    @IntColumn_({nullable: false})
    firstSeenBlock!: number

    /**
     * Pools whose stake counts in it.
     */
    @OneToMany_(() => OperatorSetPool, e => e.operatorSet)
    operatorSetPools!: OperatorSetPool[]

    /**
     * Operators registered to it.
     */
    @OneToMany_(() => AvsRegistration, e => e.operatorSet)
    avsRegistrations!: AvsRegistration[]

    /**
     * Magnitudes allocated to it.
     */
    @OneToMany_(() => Allocation, e => e.operatorSet)
    allocations!: Allocation[]

    /**
     * Slashings by it.
     */
    @OneToMany_(() => Slashing, e => e.operatorSet)
    slashings!: Slashing[]
}
