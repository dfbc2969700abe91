/**
 * Figures of a block as examples of their formulas, a line each: id of the definition, where the API has it, and the text.
 *
 * The place is a path of fields, with arguments; of lists the first row is meant of which all is known, and not 0 if there is one. In the text, `{path form}` is a
 * value from there: `a|b` the first of two that is known, `a+` all of a list; a number is the place in a list. Forms: `a` amount of the
 * view, `e` amount by prices, `t` of the pool of the row, `b` in base units, `w` in wei, `p` percent, `n` number, `q` its square,
 * `c` count, `m` somebody,
 * `i` an id, `o` a protocol. `||` parts texts: the first of which all is known.
 */
export const LINES = `
stake leverage {stake a}
share concentration {shares(limit:1).amount|shares(limit:1).value a} / {universe.total|universe.value a} = {shares(limit:1).share p}, of {shares(limit:1).member m}, by slashable stake
operators overview.now {holders c}, of {operators c} that are registered
services overview.now {avss c}
nakamoto concentration {nakamotoAt(threshold:"1/3").count c}, with {nakamotoAt(threshold:"1/3").margin a} more than a third of {universe.total|universe.value a}: {nakamotoAt(threshold:"1/3").members+ m}
hhi concentration {shares(limit:3).share+ q} of the largest, {hhi n} of all {universe.n c}
gini concentration {gini n}, of {universe.n c} operators by slashable stake
lorenz concentration the smallest {lorenz(points:3).1.population p} of {universe.n c} operators have {lorenz(points:3).1.share p} of the slashable stake
effective concentration 1 / {hhi n} = {effectiveNumber n}, of {universe.n c} operators by slashable stake
registered leverage {registered a}
multiplier leverage {registered a} / the stake of members = {registeredMultiplier n}
slashable leverage {slashable a}
leverage leverage {slashable a} / {stake a} = {slashableLeverage p}
risk leverage {capitalAtRisk a}, of {slashable a} that can be slashed
phantom services.avss(limit:5) 1 − {slashable a} / {registered a} = {phantomShare p}, of {avs m}
exclusive services.avss(limit:5) {exclusiveShare p} of {stake a}, of {avs m}
cost services.avss(limit:5) {costOfCorruption a} of {stake a}, of {avs m}
decisive operatorRanking.operators(limit:5) {decisive c} of {avss c}, of {operator m}
members services.avss(limit:5) {members c}, of {avs m}
captive services.avss(limit:5) {redistributable a} of {slashable a}, of {avs m}
avss operatorRanking.operators(limit:5) {avss c}, of {operator m}
top services.avss(limit:5) {topShare p}: {topOperator m} in {avs m}
pool securityMarket.protocols.stakes {stake t}, of {pool m}
promised securityMarket.protocols.stakes {promised t}, of {pool m}
poolSlashable securityMarket.protocols.stakes min({stake t}, {promised t}) = {slashable t}, of {pool m}
poolLeverage securityMarket.protocols.stakes {promised t} / {stake t} = {leverage n}, of {pool m}
committed commitments {stake t}, of {operator m} in {pool m} for {operatorSet.avs m}
lossShares simulate.capitalLoss {shares t} + {queuedShares t} in the queue of {pool m}, if all services slash a tenth of what they can of the largest operator
loss simulate {capitalLossValue a}, if all services slash a tenth of what they can of the largest operator
position lookThrough {stake a}, of the largest staker
queued lookThrough {queued a}, of the largest staker
worstCase lookThrough {maximalLoss a}, of the largest staker
worstCaseShare lookThrough {maximalLoss a} / ({stake a} + {queued a}) = {maximalLossShare p}, of the largest staker
behind lookThrough.avss(limit:5) {amount a} by {member m}, of the largest staker
delegatedTo lookThrough.operators(limit:5) {amount a} to {member m}, by the largest staker
runningLoss lookThrough.worstOperators(k:1) {loss a} by {operator m}, of the largest staker
queueShares withdrawalQueue.pools(limit:5) {shares t}, of {pool m}
completable withdrawalQueue.pools(limit:5) {completableShares t} of {shares t}, of {pool m}
queueSlashable withdrawalQueue.pools(limit:5) {slashableShares t} of {shares t}, of {pool m}
queueAtRisk withdrawalQueue.pools(limit:5) {atRiskShares t} of {slashableShares t}, of {pool m}
captiveShares captiveStake.pools(limit:5) {captive.bindableShares t} of {delegatedShares t}, of {pool m}
epochAssets vaultEpochTotals {assets b}, of epoch {epoch c} of {vaultId i}
earned yieldSources {value e}
emission yieldSources {emissionShare.value p} of {value e}||at least {emissionShare.atLeast p}, at most {emissionShare.atMost p} of {value e}
feeLike yieldSources {feeLikeShare.value p} of {value e}||at least {feeLikeShare.atLeast p}, at most {feeLikeShare.atMost p} of {value e}
payers yieldSources 1 / {payerHhi n} = {effectivePayers n}
runway yieldSources {runway.remaining e} / {runway.perDay e} = {runway.days n} days
apr yieldSources {value e} on {apr.meanStake e} is {apr.value p} in a year
alike overlap.pairs(limit:5) {value n}: {a m} and {b m}
forced overlap.pairs(limit:5) {forcedShared a}: {a m} and {b m}
possible overlap.pairs(limit:5) {possibleShared a}: {a m} and {b m}
falls exposure.directed(limit:5) {share p} of {from m} with {to m}
flow exposure.columns {operators(limit:1).amount a} of {operators(limit:1).operator m} behind {member m}
layerUnits exposure.tokenLayers.layers(limit:5) {units b} of {token m}
layerShare exposure.tokenLayers.layers(limit:5) {units b} / {supply b} = {share p}, of {token m}
poolLoss exposure.tokenLayers.layers(limit:5) {poolSlashing p}, of {token m}
unitLoss exposure.tokenLayers.layers(limit:5) {slashing.shared p}, of {token m}
layerLoss exposure.tokenLayers.layers(limit:5) 1 − (1 − {poolSlashing p}) × (1 − {slashing.shared p}) = {total p}, of {token m}
corruption robustness.perAvs {costOfCorruption.lower a} of {stake a}, of {avs m}
backing robustness.perAvs {stake a}, of {avs m}
headroom robustness.perAvs {headroom a}, of {avs m}, if the largest service is worth 1 000 to an attacker
gamma robustness {gamma n}, if the largest service is worth 1 000 to an attacker
worstControl worstOperators {value a}, by {operators+ m}
worstControlShare worstOperators {value a} is {share p}
worstLoss worstOperators {loss.value a}, of {loss.operators+ m}
expectedLoss lossDistribution {expectedLoss a}, if each operator is slashed with a probability of 1 %
mostLoss lossDistribution {maximalLoss a}
anyLoss lossDistribution {anyLoss p}, if each operator is slashed with a probability of 1 %
valueAtRisk lossDistribution.tails {valueAtRisk a} at 95 %, if each operator is slashed with a probability of 1 %
shortfall lossDistribution.tails {expectedShortfall a} at 95 %, if each operator is slashed with a probability of 1 %
marginal lossDistribution.avss(level:"0.95",limit:5) {marginalShortfall a} of {avs m} at 95 %, if each operator is slashed with a probability of 1 %
tailDependence lossDistribution.avss(level:"0.95",limit:5) {tailDependence p} of {avs m} at 95 %, if each operator is slashed with a probability of 1 %
correlation correlation.pairs(limit:5) {value n}: {a m} and {b m}, if each operator is slashed with a probability of 1 %
bothHit correlation.pairs(limit:5) {bothHit p}: {a m} and {b m}, if each operator is slashed with a probability of 1 %
lift coSlashings.pairs(limit:5) {both c} / {expected n} = {lift n}: {a m} and {b m}
sets overload.operators(limit:5) {setCount c}, of {operator m}
percentile overload.operators(limit:5) {percentile p} serve {avsCount c} or fewer, as {operator m} does
effectiveServices overload.operators(limit:5) {effectiveCommitments n} of {avsCount c}, of {operator m}
conditions overload.operators(limit:5) {slashingConditions c}, of {operator m}
perService overload.operators(limit:5) {stakePerAvs a} for each of {avsCount c}, of {operator m}
growth overload.operators(limit:5) {avsCount c} now, {growth.avsCount c} came, of {operator m}
wayOut governance.exit max({withdrawalDelay c}, {deallocationDelay c}) + 1 = {blocksToExit c} blocks
notice governance.exit {notice c} blocks
exitGap governance.exit {blocksToExit c} − {notice c} = {exitGap c} blocks
underChange governance {stakeUnderChange a}
slasherHhi controllers {hhi n}
underKey controllers.controllers(limit:5) {stake a}, of {controller m}
vetoable governance.vetoCoverage {vetoable a} / {slashable a} = {share p}
redistributing governance.redistribution(limit:5) {redistributing t} / {slashable t} = {share p}, of {pool m}
restaked baseLayer.native {restaked w}
chainShare baseLayer.native {restaked w} / 30 million = {share p}, if so much is staked
toThird baseLayer.native 33.3 % − {share p} = {toThird p}, if 30 million ETH are staked
classHhi baseLayer.all {hhi n}
secured baseLayer.all {stake e}
beaconLost baseLayer.beaconChain {deposited w} − {withdrawable w} = {lost w}
marketStake securityMarket.protocols {worth.stake e}, of {protocol o}
marketPromised securityMarket.protocols {worth.promised e}, of {protocol o}
marketSlashable securityMarket.protocols {worth.slashable e}, of {protocol o}
marketLeverage securityMarket.protocols {worth.promised e} / {worth.stake e} = {worth.leverage n}, of {protocol o}
securityPrice securityMarket.protocols {worth.rewards e} on {worth.slashable e} is {worth.rewardsPerSlashable p} in a year, of {protocol o}
marketHhi securityMarket.protocols {worth.operatorHhi n}, of {protocol o}
`
