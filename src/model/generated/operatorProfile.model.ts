import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_} from "@subsquid/typeorm-store"
import {Operator} from "./operator.model"
import {ProtocolName} from "./_protocolName"

/**
 * What one protocol says of an operator, besides EigenLayer, whose values are in Operator.
 */
@Entity_()
export class OperatorProfile {
    constructor(props?: Partial<OperatorProfile>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `symbiotic-<operator>`.
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
     * Operator.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator

    /**
     * Protocol.
     */
    @Column_("varchar", {length: 10, nullable: false})
    protocol!: ProtocolName

    /**
     * Block of its registration; null if only other events named it so far.
     */
    @IntColumn_({nullable: true})
    registeredAtBlock!: number | undefined | null

    /**
     * URI of the operator's own description. Untrusted text, never fetched; U+0000 and lone surrogates removed.
     */
    @StringColumn_({nullable: true})
    metadataURI!: string | undefined | null
}
