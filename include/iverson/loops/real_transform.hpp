// SPDX-License-Identifier: BSL-1.0
#pragma once

#ifdef IVERSON_FFTW
#include <fftw3.h>

#include <map>
#include <memory>
#include <mutex>
#include <type_traits>
#else
#include <unsupported/Eigen/FFT>
#endif

#include <complex>
#include <cstdint>

/// Discrete Fourier transforms of real numbers: by FFTW where IVERSON_FFTW is defined, as the CMake target iverson::fft does
/// where it finds that library, else by the kissfft in Eigen. Sizes are multiples of 4; none divides by the size.
namespace iverson::loops {

#ifdef IVERSON_FFTW

inline constexpr char const* transform_library = "FFTW";

template <class T>
struct fftw;
template <>
struct fftw<double> {
    using plan = fftw_plan;
    using complex = fftw_complex;
    static constexpr auto plan_forth = fftw_plan_dft_r2c_1d;
    static constexpr auto plan_back = fftw_plan_dft_c2r_1d;
    static constexpr auto forth = fftw_execute_dft_r2c;
    static constexpr auto back = fftw_execute_dft_c2r;
    static constexpr auto destroy = fftw_destroy_plan;
};
template <>
struct fftw<float> {
    using plan = fftwf_plan;
    using complex = fftwf_complex;
    static constexpr auto plan_forth = fftwf_plan_dft_r2c_1d;
    static constexpr auto plan_back = fftwf_plan_dft_c2r_1d;
    static constexpr auto forth = fftwf_execute_dft_r2c;
    static constexpr auto back = fftwf_execute_dft_c2r;
    static constexpr auto destroy = fftwf_destroy_plan;
};

/// The plans of one size. They are made by FFTW_ESTIMATE, which measures no time, for memory aligned to 64 bytes: the same data
/// give the same results in each call. Any number of threads may run them at once.
template <class T>
class real_transform {
    using its = fftw<T>;
    struct destroy {
        void operator()(std::remove_pointer_t<typename its::plan>* p) const { its::destroy(p); }
    };
    using plan = std::unique_ptr<std::remove_pointer_t<typename its::plan>, destroy>;

  public:
    /// Made where there is none of that size yet, and kept; the memory, aligned to 64 bytes, stays as it is. FFTW's planner is
    /// not for several threads: here they wait for one another.
    static real_transform const& of(std::int64_t size, T* numbers, std::complex<T>* spectrum) {
        static std::mutex planner;
        static std::map<std::int64_t, real_transform> known;
        std::scoped_lock const alone{planner};
        auto const found = known.find(size);
        return found != known.end()
                   ? found->second
                   : known.emplace(size, real_transform{static_cast<int>(size), numbers, spectrum})
                         .first->second;
    }
    void forth(T* numbers, std::complex<T>* spectrum) const {
        its::forth(forth_.get(), numbers, as_complex(spectrum));
    }
    /// The spectrum is lost.
    void back(std::complex<T>* spectrum, T* numbers) const {
        its::back(back_.get(), as_complex(spectrum), numbers);
    }

  private:
    real_transform(int size, T* numbers, std::complex<T>* spectrum)
        : forth_{its::plan_forth(size, numbers, as_complex(spectrum), FFTW_ESTIMATE)},
          back_{its::plan_back(size, as_complex(spectrum), numbers, FFTW_ESTIMATE)} {}
    static typename its::complex* as_complex(std::complex<T>* z) {
        return reinterpret_cast<typename its::complex*>(z);
    }

    plan forth_;
    plan back_;
};

#else

inline constexpr char const* transform_library = "kissfft";

/// One size of Eigen's transforms, whose tables and memory each thread has for itself.
template <class T>
class real_transform {
  public:
    static real_transform of(std::int64_t size, T*, std::complex<T>*) { return real_transform{size}; }

    void forth(T* numbers, std::complex<T>* spectrum) const { engine().fwd(spectrum, numbers, size_); }
    void back(std::complex<T>* spectrum, T* numbers) const { engine().inv(numbers, spectrum, size_); }

  private:
    using library = Eigen::FFT<T>;

    explicit real_transform(std::int64_t size) : size_{size} {}
    static library& engine() {
        constexpr auto as_fftw =
            static_cast<typename library::Flag>(library::HalfSpectrum | library::Unscaled);
        thread_local library result{typename library::impl_type{}, as_fftw};
        return result;
    }

    std::int64_t size_;
};

#endif

}  // namespace iverson::loops
