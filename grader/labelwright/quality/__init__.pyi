"""The public names of labelwright.quality and their modules; `__init__.py` imports each on first use."""

from .coefficients.alpha import krippendorff_alpha as krippendorff_alpha
from .annotator_pairs import Alignment as Alignment, align as align
from .coefficients.alpha import bootstrap_alpha as bootstrap_alpha
from .calibration import CeilingComparison as CeilingComparison, against_ceiling as against_ceiling
from .calibration import (
    Calibration as Calibration,
    confidence_calibration as confidence_calibration,
)
from .habits import (
    Halo as Halo,
    ScoreHabits as ScoreHabits,
    halo as halo,
    score_habits as score_habits,
)
from .calibration import (
    RubricScore as RubricScore,
    mean_rubric_score as mean_rubric_score,
    rubric_score as rubric_score,
)
from .ceiling import Ceiling as Ceiling, against_people as against_people, human_ceiling as human_ceiling
from .ceiling import (
    ScoreCeiling as ScoreCeiling,
    score_ceiling as score_ceiling,
    scores_against_people as scores_against_people,
)
from .coefficients.alpha import (
    jaccard_distance as jaccard_distance,
    krippendorff as krippendorff,
    masi_distance as masi_distance,
)
from .coefficients.coding import (
    ratings_from_counts as ratings_from_counts,
    ratings_from_table as ratings_from_table,
)
from .coefficients.by_counts import (
    fleiss as fleiss,
    gwet_ac1 as gwet_ac1,
    gwet_ac2 as gwet_ac2,
    pabak as pabak,
    percent as percent,
    randolph as randolph,
    scott as scott,
)
from .coefficients.two_raters import cohen as cohen
from .coefficients.resample import bootstrap_mean as bootstrap_mean
from .coefficients.result import Agreement as Agreement, Bootstrap as Bootstrap, Interval as Interval
from .confusion import (
    ConfusedPair as ConfusedPair,
    Confusion as Confusion,
    coincidence_table as coincidence_table,
    confusion_table as confusion_table,
)
from .crowd.dawid_skene import DawidSkene as DawidSkene, dawid_skene as dawid_skene
from .crowd.gold import (
    GoldScore as GoldScore,
    gold_scores as gold_scores,
    weights_from_gold as weights_from_gold,
)
from .crowd.mace import Mace as Mace, mace as mace
from .crowd.votes import Majority as Majority, majority_vote as majority_vote
from .crowd.gold import (
    gold_pass_probability as gold_pass_probability,
    majority_accuracy as majority_accuracy,
)
from .crowd.votes import Votes as Votes, read_votes as read_votes
from .near_duplicates import Contamination as Contamination, contamination as contamination
from .near_duplicates import exact_duplicates as exact_duplicates, normalise as normalise
from .near_duplicates import (
    Blocking as Blocking,
    as_links as as_links,
    block as block,
    groups_of_links as groups_of_links,
    link_score as link_score,
    links_of_groups as links_of_groups,
)
from .near_duplicates import (
    NearDuplicates as NearDuplicates,
    banding_threshold as banding_threshold,
    candidate_probability as candidate_probability,
    minhash_similarity as minhash_similarity,
    near_duplicates as near_duplicates,
)
from .near_duplicates import jaccard as jaccard, shingles as shingles
from .boxes import (
    Matched as Matched,
    iou as iou,
    match_boxes as match_boxes,
    match_points as match_points,
)
from .confusion import Found as Found, found_score as found_score
from .coefficients.two_raters import cohen_kappa as cohen_kappa
from .label_errors import (
    Candidate as Candidate,
    cleanlab_candidates as cleanlab_candidates,
    label_error_candidates as label_error_candidates,
)
from .label_errors import ConfidentJoint as ConfidentJoint, confident_joint as confident_joint
from .confusion import wilson as wilson
from .ranking.bradley_terry import (
    BradleyTerry as BradleyTerry,
    Ranks as Ranks,
    bradley_terry as bradley_terry,
    rank_intervals as rank_intervals,
)
from .ranking.comparisons import (
    Comparisons as Comparisons,
    comparisons_of as comparisons_of,
    components as components,
    dominance_groups as dominance_groups,
    read_comparisons as read_comparisons,
)
from .ranking.elo import (
    EloSpread as EloSpread,
    elo as elo,
    elo_spread as elo_spread,
    elo_update as elo_update,
    expected_score as expected_score,
)
from .ranking.position import LengthTable as LengthTable, length_table as length_table
from .ranking.position import (
    PositionBias as PositionBias,
    PositionEffect as PositionEffect,
    SwapConsistency as SwapConsistency,
    position_bias as position_bias,
    position_effect as position_effect,
    swap_consistency as swap_consistency,
)
from .ranking.comparisons import WinRates as WinRates, win_rates as win_rates
from .coefficients.coding import Level as Level
from .report.model import AgreementReport as AgreementReport
from .report.agreement_report import agreement_report as agreement_report
from .boxes import box_agreement as box_agreement
from .spans import span_agreement as span_agreement, token_agreement as token_agreement
from .spans import MqmScore as MqmScore, mqm_score as mqm_score
from .confusion import Overlap as Overlap
from .spans import SpanScore as SpanScore, SpanScores as SpanScores, span_scores as span_scores
from .spans import character_f1 as character_f1, token_f1 as token_f1
