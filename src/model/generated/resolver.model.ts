import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BooleanColumn as BooleanColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {OperatorSet} from "./operatorSet.model"

/**
 * Who may veto slash requests of a subnetwork in a vault (Symbiotic core v1).
 */
@Entity_()
export class Resolver {
    constructor(props?: Partial<Resolver>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<slasher>-<network>/<identifier>`.
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
     * Veto slasher of the vault.
     */
    @BytesColumn_({nullable: false})
    slasher!: Uint8Array

    /**
     * Subnetwork.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet

    /**
     * Resolver before `storedPendingFrom`; null: none.
     */
    @BytesColumn_({nullable: true})
    storedResolver!: Uint8Array | undefined | null

    /**
     * Whether another one takes its place at `storedPendingFrom`.
     */
    @BooleanColumn_({nullable: false})
    hasPending!: boolean

    /**
     * Resolver from `storedPendingFrom` on; null: none.
     */
    @BytesColumn_({nullable: true})
    storedPendingResolver!: Uint8Array | undefined | null

    /**
     * Time at which the pending resolver is in effect, Unix seconds; null: none pending, or unknown because a constant of the slasher is.
     */
    @BigIntColumn_({nullable: true})
    storedPendingFrom!: bigint | undefined | null
}
