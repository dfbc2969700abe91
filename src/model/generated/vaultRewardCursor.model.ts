import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Avs} from "./avs.model"

/**
 * Up to which reward of a staker rewards contract an account claimed (lastUnclaimedReward).
 */
@Entity_()
export class VaultRewardCursor {
    constructor(props?: Partial<VaultRewardCursor>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Key of the VaultRewardCount, and `-<account>`.
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
     * Account.
     */
    @BytesColumn_({nullable: false})
    account!: Uint8Array

    /**
     * Index of the first reward that it did not claim.
     */
    @BigIntColumn_({nullable: false})
    nextReward!: bigint
}
