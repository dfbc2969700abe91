import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, BytesColumn as BytesColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A block with at least one log of a followed contract.
 */
@Entity_()
export class Block {
    constructor(props?: Partial<Block>) {
        Object.assign(this, props)
    }

    /**
     * Block number, as decimal text.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Block number.
     */
    @Index_()
    @IntColumn_({nullable: false})
    block!: number

    /**
     * Block hash.
     */
    @Index_()
    @BytesColumn_({nullable: false})
    hash!: Uint8Array

    /**
     * Hash of the parent block.
     */
    @BytesColumn_({nullable: false})
    parentHash!: Uint8Array

    /**
     * Block time, UTC.
     */
    @Index_()
    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    /**
     * Digest of the database at this block: sha256 of the previous digest, the block's header and its row changes.
     */
    @BytesColumn_({nullable: false})
    digest!: Uint8Array
}
