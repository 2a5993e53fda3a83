// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

/// What lane_functions.hpp computes with. The polynomials, c[0] + c[1] x + ..., are minimax: made by Remez exchange in 60 digits
/// for the relative error of the function that they end in, then rounded; the error that is stated is that of the exchange.
/// Constants in parts are split by rounding, so that the product of every part but the last with the stated integers is exact.
namespace iverson::functions::lanes {

template <class T>
struct constants;

template <>
struct constants<double> {
    static constexpr int mantissa = 52;          ///< stored bits
    static constexpr std::uint64_t bias = 1023;  //
    static constexpr double round = 0x1.8p52;    ///< 1.5 * 2^52: added to a number, it leaves no fraction
    static constexpr double whole = 0x1p52;      //
    static constexpr double least_normal = 0x1p-1022;  //
    static constexpr double raise = 0x1p54;            ///< makes a subnormal number normal
    static constexpr double raised_by = 54;            //
    static constexpr double root_half = 0x1.6a09e667f3bcdp-1;
    static constexpr double exp_least = -746;    ///< exp of it is 0, and so is half of it
    static constexpr double exp_most = 712;      ///< half of exp of it is infinite
    static constexpr double tanh_most = 22;      ///< tanh of it is 1
    static constexpr double turn_most = 0x1p20;  ///< the reduction by quarter turns is exact up to there
    static constexpr double log2_e = 0x1.71547652b82fep+0;
    static constexpr double two_by_pi = 0x1.45f306dc9c883p-1;
    static constexpr double ln2[] = {0x1.62e42fefa38p-1, 0x1.ef35793c7673p-45};  // for integers below 2^11
    static constexpr double half_pi[] = {0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2ep-69,
                                         0x1.b839a252049c1p-104};  // for integers below 2^20
    /// (exp r - 1 - r) / r^2 for |r| <= ln(2) / 2; 2^-61 of exp r - 1.
    static constexpr double exp[] = {0x1.0p-1,
                                     0x1.5555555555559p-3,
                                     0x1.555555555555ap-5,
                                     0x1.111111110f6b4p-7,
                                     0x1.6c16c16c14463p-10,
                                     0x1.a01a01afe2d64p-13,
                                     0x1.a01a01b0b1812p-16,
                                     0x1.71ddf85a1dc58p-19,
                                     0x1.27e4c5ac7fe25p-22,
                                     0x1.af5eb2a43002fp-26,
                                     0x1.1f95515c968fap-29};
    /// (log((1 + s) / (1 - s)) - 2s) / s^3 in s^2, for |s| <= (sqrt 2 - 1) / (sqrt 2 + 1); 2^-59 of the logarithm.
    static constexpr double log[] = {0x1.5555555555592p-1, 0x1.999999997fdb8p-2, 0x1.24924941f1216p-2,
                                     0x1.c71c52095d3f9p-3, 0x1.74663ee8b7744p-3, 0x1.39a1baa91f309p-3,
                                     0x1.2f056458bf7c2p-3};
    /// (sin r - r) / r^3 in r^2, for |r| <= pi / 4; 2^-58 of sin r.
    static constexpr double sin[] = {-0x1.5555555555549p-3, 0x1.111111110f88p-7,    -0x1.a01a019c12678p-13,
                                     0x1.71de3578704e1p-19, -0x1.ae5e66d127935p-26, 0x1.5d932e13d1cfbp-33};
    /// (cos r - 1 + r^2 / 2) / r^4 in r^2, for |r| <= pi / 4; 2^-64.
    static constexpr double cos[] = {0x1.555555555554cp-5,   -0x1.6c16c16c15184p-10, 0x1.a01a019cb2698p-16,
                                     -0x1.27e4f80a716ecp-22, 0x1.1ee9ec43d4ad5p-29,  -0x1.8faeccf5c23ebp-37};
    /// (sinh r - r) / r^3 in r^2, for |r| <= 1; 2^-63 of sinh r.
    static constexpr double sinh[] = {0x1.5555555555556p-3,  0x1.11111111110a1p-7,  0x1.a01a01a0291fbp-13,
                                      0x1.71de3a45f727ap-19, 0x1.ae6467668810fp-26, 0x1.611a3a20d30a2p-33,
                                      0x1.b4cf7899544e4p-41};
};

/// The same for float.
template <>
struct constants<float> {
    static constexpr int mantissa = 23;
    static constexpr std::uint32_t bias = 127;
    static constexpr float round = 0x1.8p23F;
    static constexpr float whole = 0x1p23F;
    static constexpr float least_normal = 0x1p-126F;
    static constexpr float raise = 0x1p25F;
    static constexpr float raised_by = 25;
    static constexpr float root_half = 0x1.6a09e6p-1F;
    static constexpr float exp_least = -105;
    static constexpr float exp_most = 91;
    static constexpr float tanh_most = 10;
    static constexpr float turn_most = 0x1p12F;
    static constexpr float log2_e = 0x1.715476p+0F;
    static constexpr float two_by_pi = 0x1.45f306p-1F;
    static constexpr float ln2[] = {0x1.62e4p-1F, 0x1.7f7d1cp-20F};  // for integers below 2^9
    static constexpr float half_pi[] = {0x1.922p+0F, -0x1.2aep-18F, -0x1.deap-31F, 0x1.184p-44F,
                                        0x1.a62634p-58F};  // for integers below 2^12
    static constexpr float exp[] = {0x1.0p-1F,     0x1.555556p-3F,  0x1.5554aep-5F,
                                    0x1.11109p-7F, 0x1.6d7474p-10F, 0x1.a1a15p-13F};  // 2^-32
    static constexpr float log[] = {0x1.55557ap-1F, 0x1.995ebap-2F, 0x1.31e3p-2F};    // 2^-30
    static constexpr float sin[] = {-0x1.555556p-3F, 0x1.111108p-7F, -0x1.a00f9ep-13F,
                                    0x1.6cd878p-19F};                                    // 2^-37
    static constexpr float cos[] = {0x1.55554ap-5F, -0x1.6c0c8cp-10F, 0x1.9a0256p-16F};  // 2^-33
    static constexpr float sinh[] = {0x1.555556p-3F, 0x1.111136p-7F, 0x1.9ffe12p-13F,
                                     0x1.7a267cp-19F};  // 2^-34
};

}  // namespace iverson::functions::lanes
