import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {PriceFeed} from "./priceFeed.model"
import {PriceNumeraire} from "./_priceNumeraire"

/**
 * Last price of a feed. Ends when the feed answers 0 or less: that is no price, and the one before it no longer holds.
 */
@Entity_()
export class PricePoint {
    constructor(props?: Partial<PricePoint>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Address of the feed in lower case.
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
     * Feed that told it.
     */
    @Index_()
    @ManyToOne_(() => PriceFeed, {nullable: true})
    source!: PriceFeed

    /**
     * Token whose price it is; the zero address is native ETH.
     */
    @BytesColumn_({nullable: false})
    asset!: Uint8Array

    /**
     * What the price is in.
     */
    @Column_("varchar", {length: 3, nullable: false})
    numeraire!: PriceNumeraire

    /**
     * Answer as emitted, above 0: value times 10^decimals.
     */
    @BigIntColumn_({nullable: false})
    answer!: bigint

    /**
     * Decimals of the answer.
     */
    @IntColumn_({nullable: false})
    decimals!: number

    /**
     * Round of the feed.
     */
    @BigIntColumn_({nullable: false})
    roundId!: bigint

    /**
     * Time of the answer as the feed told it, unix seconds.
     */
    @BigIntColumn_({nullable: false})
    updatedAt!: bigint
}
