-- Skills that a role asks for more or less often than half a year before, in comparable postings.

-- Half-years by date of posting, in strata of source, search and country with postings in both and the same weight in
-- both (Mantel and Haenszel 1959, JNCI 22:719-748): otherwise a source that began or a search that widened would look
-- like a trend.
with dated as (
    select
        posting_id,
        role_id,
        source_id,
        coalesce(employer, posting_id) as employer,
        concat_ws(' ', source_id, search, country) as stratum,
        posted_on,
        2 * year(month_of_posting(posted_on, posted_on_precision))
            + (month(month_of_posting(posted_on, posted_on_precision)) > 6)::bigint as half
    from market_postings
    where has_text and not is_repeat and month_of_posting(posted_on, posted_on_precision) is not null
),
-- Days next to each other on both sides of a new year are no two half-years.
cells as (
    select
        role_id,
        source_id,
        stratum,
        half,
        count(*) as postings,
        min(posted_on) as first_on,
        max(posted_on) as last_on
    from dated
    group by all
    having is_enough(count(*)) and count(distinct month(posted_on)) > 1
),
strata as (
    select
        later.role_id,
        later.half,
        later.source_id,
        later.stratum,
        earlier.postings as earlier_n,
        later.postings as later_n,
        earlier.first_on as earlier_first_on,
        earlier.last_on as earlier_last_on,
        later.first_on as later_first_on,
        later.last_on as later_last_on,
        earlier_n * later_n / (earlier_n + later_n)
            / sum(earlier_n * later_n / (earlier_n + later_n)) over (partition by later.role_id, later.half) as weight
    from cells as later
    join cells as earlier
        on (earlier.role_id, earlier.stratum, earlier.half + 1) = (later.role_id, later.stratum, later.half)
),
compared as (
    select
        role_id,
        half,
        count(*) as strata_in_common,
        count(distinct source_id) as sources_in_common,
        min(earlier_first_on) as earlier_first_on,
        max(earlier_last_on) as earlier_last_on,
        min(later_first_on) as later_first_on,
        max(later_last_on) as later_last_on,
        sum(earlier_n)::bigint as earlier_postings_with_text,
        sum(later_n)::bigint as later_postings_with_text
    from strata
    group by role_id, half
    qualify row_number() over (
        partition by role_id
        order by is_small_sample(least(earlier_postings_with_text, later_postings_with_text)), half desc
    ) = 1
),
counted_by_employer as (
    select
        compared.role_id,
        skill_id,
        stratum,
        employer,
        count(*) filter (dated.half < compared.half) as earlier_k,
        count(*) filter (dated.half = compared.half) as later_k
    from compared
    join strata using (role_id, half)
    join dated using (role_id, stratum)
    join market_skills using (posting_id)
    where dated.half in (compared.half - 1, compared.half) and is_asked
    group by all
),
counted as (
    select role_id, skill_id, stratum, sum(earlier_k) as earlier_k, sum(later_k) as later_k
    from counted_by_employer
    group by all
),
-- Where one employer has more than half of the postings, its own needs would look like a trend of the role.
asked as (
    select role_id, skill_id
    from (
        select role_id, skill_id, employer, sum(earlier_k + later_k) as postings
        from counted_by_employer
        group by all
    )
    group by role_id, skill_id
    having is_enough(sum(postings)) and max(postings) <= sum(postings) / 2
),
summed as (
    select
        asked.role_id,
        asked.skill_id,
        sum(coalesce(earlier_k, 0))::bigint as earlier_postings,
        sum(coalesce(later_k, 0))::bigint as later_postings,
        sum(weight * coalesce(earlier_k, 0) / earlier_n) as earlier_share,
        sum(weight * coalesce(later_k, 0) / later_n) as later_share,
        sqrt(sum(move_below(weight, coalesce(later_k, 0), later_n, coalesce(earlier_k, 0), earlier_n))) as below,
        sqrt(sum(move_below(weight, coalesce(earlier_k, 0), earlier_n, coalesce(later_k, 0), later_n))) as above,
        sum(excess(coalesce(later_k, 0), later_n, coalesce(earlier_k, 0), earlier_n)) as excess,
        sum(excess_variance(coalesce(later_k, 0), later_n, coalesce(earlier_k, 0), earlier_n)) as variance
    from asked
    join compared using (role_id)
    join strata using (role_id, half)
    left join counted
        on (counted.role_id, counted.skill_id, counted.stratum) = (asked.role_id, asked.skill_id, strata.stratum)
    group by all
),
tested as (
    select *, if(variance > 0, two_sided_p(excess / sqrt(variance)), 1.0) as p
    from summed
    join compared using (role_id)
)
select
    role_id,
    skill_id,
    make_date((half - 1) // 2, 6 * ((half - 1) % 2) + 1, 1) as earlier_from,
    make_date(half // 2, 6 * (half % 2) + 1, 1) as later_from,
    earlier_first_on,
    earlier_last_on,
    later_first_on,
    later_last_on,
    sources_in_common,
    strata_in_common,
    earlier_postings,
    earlier_postings_with_text,
    later_postings,
    later_postings_with_text,
    least(1.0, earlier_share) as earlier_share,
    least(1.0, later_share) as later_share,
    later_share - earlier_share as difference,
    greatest(-1.0, difference - below) as difference_low,
    least(1.0, difference + above) as difference_high,
    p_adjusted,
    case when p_adjusted > 0.05 then 'steady' when later_share > earlier_share then 'emerging' else 'fading' end as trend,
    is_small_sample(least(earlier_postings_with_text, later_postings_with_text)) as is_small_sample
from adjust_p_values(tested)
order by role_id, p_adjusted, abs(difference) desc, skill_id
