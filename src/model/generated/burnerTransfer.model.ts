import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, DateTimeColumn as DateTimeColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"

/**
 * Slashed stake that a burner router sent on (TriggerTransfer).
 */
@Entity_()
export class BurnerTransfer {
    constructor(props?: Partial<BurnerTransfer>) {
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
     * Burner router.
     */
    @BytesColumn_({nullable: false})
    router!: Uint8Array

    /**
     * Account that received it.
     */
    @BytesColumn_({nullable: false})
    receiver!: Uint8Array

    /**
     * Amount in base units of the router's token.
     */
    @BigIntColumn_({nullable: false})
    amount!: bigint
}
