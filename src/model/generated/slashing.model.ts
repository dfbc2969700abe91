import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, DateTimeColumn as DateTimeColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Operator} from "./operator.model"
import {OperatorSet} from "./operatorSet.model"
import {SlashedPool} from "./slashedPool.model"
import {SlashingRequest} from "./slashingRequest.model"

/**
 * A slashing of an operator: one call of slashOperator (EigenLayer AllocationManager.OperatorSlashed), or a slash of a vault (Symbiotic Slash, or RequestSlash of a veto slasher).
 */
@Entity_()
export class Slashing {
    constructor(props?: Partial<Slashing>) {
        Object.assign(this, props)
    }

    /**
     * `<block>-<log index>`, padded with zeros.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Block.
     */
    @Index_()
    @IntColumn_({nullable: false})
    block!: number

    /**
     * Index of that log in its block.
     */
    @IntColumn_({nullable: false})
    logIndex!: number

    /**
     * Block time, UTC.
     */
    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    /**
     * Transaction hash.
     */
    @BytesColumn_({nullable: false})
    transactionHash!: Uint8Array

    /**
     * Operator slashed.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator

    /**
     * Operator set that slashed.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet

    /**
     * Id of the slashing in its operator set, from 1; null before v1.5, which added slash ids.
     */
    @BigIntColumn_({nullable: true})
    slashId!: bigint | undefined | null

    /**
     * Account that receives the slashed stake; null: it is burned. Native ETH is never redistributed.
     */
    @BytesColumn_({nullable: true})
    redistributionRecipient!: Uint8Array | undefined | null

    /**
     * Reason given by the slasher. Untrusted text; U+0000 and lone surrogates removed.
     */
    @StringColumn_({nullable: false})
    description!: string

    /**
     * Per pool.
     */
    @OneToMany_(() => SlashedPool, e => e.slashing)
    pools!: SlashedPool[]

    /**
     * The request that it executes, of an AVS on eigenlayer-middleware; none: it had none.
     */
    @OneToMany_(() => SlashingRequest, e => e.slashing)
    requests!: SlashingRequest[]
}
