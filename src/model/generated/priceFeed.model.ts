import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_} from "@subsquid/typeorm-store"
import {PriceNumeraire} from "./_priceNumeraire"

/**
 * A configured price feed: an aggregator that emits AnswerUpdated.
 */
@Entity_()
export class PriceFeed {
    constructor(props?: Partial<PriceFeed>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Address of the aggregator in lower case.
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
     * Aggregator contract.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Token that it prices; the zero address is native ETH.
     */
    @BytesColumn_({nullable: false})
    asset!: Uint8Array

    /**
     * Unit of the price.
     */
    @Column_("varchar", {length: 3, nullable: false})
    numeraire!: PriceNumeraire

    /**
     * Decimals of its answers.
     */
    @IntColumn_({nullable: false})
    decimals!: number
}
