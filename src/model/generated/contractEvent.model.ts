import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, BytesColumn as BytesColumn_, DateTimeColumn as DateTimeColumn_, StringColumn as StringColumn_, JSONColumn as JSONColumn_} from "@subsquid/typeorm-store"
import {ContractKind} from "./_contractKind"
import {DecodeStatus} from "./_decodeStatus"

/**
 * A log of a followed contract. All of them are stored.
 */
@Entity_()
export class ContractEvent {
    constructor(props?: Partial<ContractEvent>) {
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
     * Index of the log in its block.
     */
    @IntColumn_({nullable: false})
    logIndex!: number

    /**
     * Index of the transaction in its block.
     */
    @IntColumn_({nullable: false})
    transactionIndex!: number

    /**
     * Transaction hash.
     */
    @BytesColumn_({nullable: false})
    transactionHash!: Uint8Array

    /**
     * Block time, UTC.
     */
    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    /**
     * Contract that emitted it.
     */
    @Index_()
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Kind of that contract.
     */
    @Column_("varchar", {length: 27, nullable: false})
    kind!: ContractKind

    /**
     * Whether it was decoded.
     */
    @Column_("varchar", {length: 13, nullable: false})
    status!: DecodeStatus

    /**
     * Event name; null if not decoded.
     */
    @Index_()
    @StringColumn_({nullable: true})
    name!: string | undefined | null

    /**
     * Event signature, because several events can have one name; null if not decoded.
     */
    @StringColumn_({nullable: true})
    signature!: string | undefined | null

    /**
     * Arguments by name: integers as decimal text, bytes as 0x-hex; null if not decoded.
     */
    @JSONColumn_({nullable: true})
    arguments!: unknown | undefined | null

    /**
     * Topics as emitted; only if not decoded.
     */
    @StringColumn_({array: true, nullable: true})
    topics!: (string)[] | undefined | null

    /**
     * Data as emitted; only if not decoded.
     */
    @BytesColumn_({nullable: true})
    data!: Uint8Array | undefined | null
}
