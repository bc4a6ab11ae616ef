-- Which skills a role asks for more or less than half a year before.

-- Half-years by date of posting, in sources that have both: else a source that began or ended would look like a trend.
with dated as (
    select
        posting_id,
        role_id,
        source_id,
        2 * year(month_of_posting(posted_on, posted_on_precision))
            + (month(month_of_posting(posted_on, posted_on_precision)) > 6)::bigint as half
    from market_postings
    where has_text and not is_repeat and month_of_posting(posted_on, posted_on_precision) is not null
),
cells as (
    select role_id, source_id, half, count(*) as postings
    from dated
    group by all
    having is_enough(count(*))
),
compared as (
    select
        later.role_id,
        later.half,
        count(*)::bigint as sources_in_common,
        list(later.source_id) as source_ids,
        sum(earlier.postings)::bigint as earlier_postings_with_text,
        sum(later.postings)::bigint as later_postings_with_text
    from cells as later
    join cells as earlier
        on (earlier.role_id, earlier.source_id, earlier.half + 1) = (later.role_id, later.source_id, later.half)
    group by later.role_id, later.half
    qualify row_number() over (
        partition by later.role_id
        order by is_small_sample(least(earlier_postings_with_text, later_postings_with_text)), later.half desc
    ) = 1
),
counted as (
    select
        compared.role_id,
        skill_id,
        count(*) filter (dated.half < compared.half) as earlier_postings,
        count(*) filter (dated.half = compared.half) as later_postings
    from compared
    join dated
        on dated.role_id = compared.role_id
        and dated.half in (compared.half - 1, compared.half)
        and list_contains(source_ids, source_id)
    join market_skills using (posting_id)
    group by all
    having is_enough(count(*))
),
tested as (
    select
        *,
        two_sided_p(
            difference_z(later_postings, later_postings_with_text, earlier_postings, earlier_postings_with_text)
        ) as p
    from counted
    join compared using (role_id)
)
select
    role_id,
    skill_id,
    make_date((half - 1) // 2, 6 * ((half - 1) % 2) + 1, 1) as earlier_from,
    make_date(half // 2, 6 * (half % 2) + 1, 1) as later_from,
    sources_in_common,
    earlier_postings,
    earlier_postings_with_text,
    later_postings,
    later_postings_with_text,
    earlier_postings / earlier_postings_with_text as earlier_share,
    later_postings / later_postings_with_text as later_share,
    later_share - earlier_share as difference,
    newcombe_low(later_postings, later_postings_with_text, earlier_postings, earlier_postings_with_text) as difference_low,
    newcombe_high(later_postings, later_postings_with_text, earlier_postings, earlier_postings_with_text) as difference_high,
    p_adjusted,
    case when p_adjusted > 0.05 then 'steady' when later_share > earlier_share then 'emerging' else 'fading' end as trend,
    is_small_sample(least(earlier_postings_with_text, later_postings_with_text)) as is_small_sample
from adjust_p_values(tested)
order by role_id, p_adjusted, abs(difference) desc, skill_id
