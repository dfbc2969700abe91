import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BooleanColumn as BooleanColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Avs} from "./avs.model"
import {Operator} from "./operator.model"

/**
 * Account that a burner router sends slashed stake to (Symbiotic BurnerRouter).
 */
@Entity_()
export class BurnerReceiver {
    constructor(props?: Partial<BurnerReceiver>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<router>`, `<router>-<network>` or `<router>-<network>-<operator>`: the longest that exists applies.
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
     * Burner router.
     */
    @BytesColumn_({nullable: false})
    router!: Uint8Array

    /**
     * Network whose slashings it is for; null: all that have no receiver of their own.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs | undefined | null

    /**
     * Operator whose slashings it is for; null: all of the network.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator | undefined | null

    /**
     * Whether `receiver` is known. Until the first change only that of all networks is, if the router answered: no log says what it was made with.
     */
    @BooleanColumn_({nullable: false})
    isKnown!: boolean

    /**
     * Receiver in effect; null: none, or not known.
     */
    @BytesColumn_({nullable: true})
    receiver!: Uint8Array | undefined | null

    /**
     * Whether another one was set, and not yet accepted (`Set...`).
     */
    @BooleanColumn_({nullable: false})
    hasPending!: boolean

    /**
     * That one; null: none.
     */
    @BytesColumn_({nullable: true})
    pendingReceiver!: Uint8Array | undefined | null

    /**
     * Time from which it can be accepted, Unix seconds; null: none is pending, or the delay of the router is unknown.
     */
    @BigIntColumn_({nullable: true})
    pendingFrom!: bigint | undefined | null
}
