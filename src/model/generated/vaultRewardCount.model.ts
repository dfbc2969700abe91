import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Avs} from "./avs.model"

/**
 * How many rewards of a network in one token a staker rewards contract has (rewardsLength).
 */
@Entity_()
export class VaultRewardCount {
    constructor(props?: Partial<VaultRewardCount>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<contract>/<token>-<network>`.
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
     * Rewards contract.
     */
    @BytesColumn_({nullable: false})
    contract!: Uint8Array

    /**
     * Network.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs

    /**
     * Token.
     */
    @BytesColumn_({nullable: false})
    token!: Uint8Array

    /**
     * Number of rewards.
     */
    @BigIntColumn_({nullable: false})
    rewards!: bigint
}
