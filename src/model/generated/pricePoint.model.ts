import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {PriceFeed} from "./priceFeed.model"
import {PriceNumeraire} from "./_priceNumeraire"

/**
 * Last price of a feed. An answer of 0 or less is no price, and invalidates the one before.
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
     * First block at which this version is no longer valid; null: it is current.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Its feed.
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
     * Unit of the price.
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
     * Time of the answer as emitted by the feed, unix seconds.
     */
    @BigIntColumn_({nullable: false})
    updatedAt!: bigint
}
